/** One community's plank: openings a head as a bar, what it lacks, when it would be done alone. */
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { CommunityPlank } from "../api/types";
import { metres, span } from "../shared/format";

interface PlankProps {
  row: CommunityPlank;
  /** The most openings a head anywhere: a full bar. */
  worst: number;
  deadlineS: number;
}

function alone(row: CommunityPlank, deadlineS: number, t: TFunction): string {
  if (row.hands_finish_s == null) return t("survey.aloneNever");
  const taken = span(row.hands_finish_s * 1000, t);
  if (row.hands_finish_s <= deadlineS) return t("survey.alone", { span: taken });
  return t("survey.aloneLate", { span: taken, deadline: span(deadlineS * 1000, t) });
}

export function PlankItem({ row, worst, deadlineS }: PlankProps) {
  const { t } = useTranslation();
  const share = (row.openings_per_cadre ?? worst) / worst;
  const facts = { openings: row.openings, cadres: row.cadres, net: metres(row.net_to_find_m) };
  return (
    <li className="plank" data-testid={`plank-${row.organisation}`}>
      <div className="plank-head">
        <b>{row.name}</b>
        <span className={row.lacks.length > 0 ? "plank-each bad" : "plank-each"}>
          {row.openings_per_cadre == null
            ? t("survey.nobody")
            : t("survey.each", { each: row.openings_per_cadre.toFixed(1) })}
        </span>
      </div>
      <div className="bar">
        <i className={row.lacks.length > 0 ? "weak" : "done"} style={{ width: `${share * 100}%` }} />
      </div>
      <p>{row.net_to_find_m > 0 ? t("survey.facts", facts) : t("survey.factsNoNet", facts)}</p>
      <p>{alone(row, deadlineS, t)}</p>
      <p>
        {row.lacks.length === 0 ? <em className="good">{t("survey.fine")}</em> : null}
        {row.lacks.map((lack) => (
          <em key={lack} className="bad">
            {t(`lack.${lack}`)}
          </em>
        ))}
      </p>
    </li>
  );
}
