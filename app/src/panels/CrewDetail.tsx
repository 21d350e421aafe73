/** One crew: where it is, what it does, what lies in its van. */
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { CrewRow } from "../api/types";
import { age, hourMinute, instant } from "../shared/format";
import { crewLabel, openingLabel, organisationLabel } from "../shared/labels";
import { Sign } from "../shared/Sign";
import { crewSign } from "../shared/signs";
import { useNow } from "../state/clock";
import { useBoard } from "../state/current";
import { isPast } from "../state/past";
import { Facts } from "./Facts";
import { OrderLinks } from "../goods/OrderLinks";
import { SubjectLink } from "./SubjectLink";

function hours(row: CrewRow, zone: string | undefined): string | null {
  const from = instant(row.from_at);
  const until = instant(row.until_at);
  return from === null || until === null ? null : `${hourMinute(from, zone)}–${hourMinute(until, zone)}`;
}

function skillName(skill: string, t: TFunction): string {
  return skill === "weld" ? t("skill.weld") : skill;
}

export function CrewDetail({ id }: { id: string }) {
  const { t } = useTranslation();
  const now = useNow();
  const board = useBoard((held) => held);
  const row = board.crews.get(id);
  if (!row) return <p className="empty">{t("search.nothing")}</p>;
  const heard = instant(row.heard_at);
  const steps = row.steps;
  return (
    <>
      <h2>
        <Sign drawing={crewSign(row.state)} size={28} />
        {crewLabel(board, id)}
      </h2>
      <p className={`state-line crew-${row.state}`}>
        <b data-testid="detail-state">{t(`crewState.${row.state}`)}</b>
        <span className="age">{heard === null ? t("age.never") : age(heard, now, t)}</span>
      </p>
      <Facts
        rows={[
          [
            t("detail.job"),
            row.job ? (
              <SubjectLink key="j" kind="opening" id={row.job}>
                {openingLabel(board, row.job)}
              </SubjectLink>
            ) : null,
          ],
          [
            t("detail.steps"),
            steps.length
              ? t("detail.stepsDone", {
                  done: steps.filter((step) => step.state === "done").length,
                  total: steps.length,
                })
              : null,
          ],
          [t("detail.load"), t("detail.loadOf", { load: `${row.load_m} m`, van: `${row.van_m} m` })],
          [
            t("detail.phone"),
            row.phone ? (
              <a key="p" className="link" href={`tel:${row.phone}`}>
                {row.phone}
              </a>
            ) : null,
          ],
          [t("detail.lender"), organisationLabel(board, row.lender)],
          [t("detail.people"), row.joined > 0 ? `${row.people} + ${row.joined}` : String(row.people)],
          [t("detail.hours"), hours(row, board.time_zone)],
          [t("detail.skills"), row.skills.map((skill) => skillName(skill, t)).join(", ")],
        ]}
      />
      {steps.length && !isPast() ? <OrderLinks crew={id} /> : null}
    </>
  );
}
