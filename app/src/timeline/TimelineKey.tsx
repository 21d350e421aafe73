/** What the bars mean. */
import { useTranslation } from "react-i18next";
import { ClaimShape } from "./ClaimMarks";

const CLAIMS = ["taken", "lapsed", "lost", "given_back"] as const;

/** `claims`: whether there are any on the rows. */
export function TimelineKey({ claims }: { claims: boolean }) {
  const { t } = useTranslation();
  return (
    <ul className="key">
      <li>
        <i className="step job done" />
        {t("timeline.key.done")}
      </li>
      <li>
        <i className="step job under_way" />
        {t("timeline.key.under_way")}
      </li>
      <li>
        <i className="step job to_come" />
        {t("timeline.key.to_come")}
      </li>
      <li>
        <i className="step load to_come" />
        {t("timeline.key.load")}
      </li>
      <li>
        <i className="key-line now-line" />
        {t("timeline.now")}
      </li>
      <li>
        <i className="key-line deadline-line" />
        {t("timeline.deadline")}
      </li>
      <li>
        <i className="fan key-fan" />
        {t("timeline.key.fan")}
      </li>
      {claims
        ? CLAIMS.map((what) => (
            <li key={what}>
              <span className={`claim-mark ${what}`}>
                <ClaimShape what={what} />
              </span>
              {t(`timeline.claimKey.${what}`)}
            </li>
          ))
        : null}
    </ul>
  );
}
