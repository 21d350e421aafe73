/** Whether a neighbourhood's residents accept one ring together with their neighbours. */
import { Radio } from "antd";
import { useTranslation } from "react-i18next";
import { record } from "./acting";
import { newest } from "./editWords";
import { Failed } from "./Failed";
import { useHistory } from "./history";
import { useAct } from "./useAct";

export function SharingField({ neighbourhood }: { neighbourhood: string }) {
  const { t } = useTranslation();
  const { edits } = useHistory();
  const { busy, failure, run } = useAct();
  const consent = newest(edits, "consent", (edit) => edit.neighbourhood === neighbourhood);
  const value = consent === null ? null : consent.accepts;
  return (
    <section className="block">
      <fieldset>
        <legend>{t("edit.sharing.title")}</legend>
        <Radio.Group
          value={value}
          aria-busy={busy}
          onChange={(event) => {
            if (!busy) run(() => record({ do: "consent", neighbourhood, accepts: event.target.value as boolean }));
          }}
          options={[
            { value: true, label: t("edit.sharing.yes") },
            { value: false, label: t("edit.sharing.no") },
          ]}
        />
        <small className="soft">
          {consent === null ? `${t("edit.sharing.unknown")} · ` : ""}
          {t("edit.sharing.help")}
        </small>
        <Failed why={failure} />
      </fieldset>
    </section>
  );
}
