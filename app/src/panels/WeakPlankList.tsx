/** Communities by how far each is from closing by itself, worst first. */
import { useTranslation } from "react-i18next";
import type { WeakPlank } from "../api/types";
import { metres } from "../shared/format";
import { neighbourhoodLabel } from "../shared/labels";
import { useBoard } from "../state/current";
import { PlankItem } from "./PlankItem";
import { SubjectLink } from "./SubjectLink";

/** 7.7, or a dash where there is nobody. */
export function each(openings: number, cadres: number): string {
  return cadres > 0 ? (openings / cadres).toFixed(1) : "–";
}

function Unassigned({ ids }: { ids: string[] }) {
  const { t } = useTranslation();
  const board = useBoard((held) => held);
  if (ids.length === 0) return null;
  return (
    <p className="note">
      {t("survey.unassigned", { count: ids.length })}{" "}
      {ids.map((id) => (
        <SubjectLink key={id} kind="neighbourhood" id={id}>
          {neighbourhoodLabel(board, id)}{" "}
        </SubjectLink>
      ))}
    </p>
  );
}

export function WeakPlankList({ plank }: { plank: WeakPlank }) {
  const { t } = useTranslation();
  const worst = Math.max(1, ...plank.communities.map((row) => row.openings_per_cadre ?? 0));
  return (
    <>
      <p className="plank-lead">
        {t("survey.lead", {
          communities: plank.communities.length,
          cadres: plank.cadres,
          openings: plank.openings,
          each: each(plank.openings, plank.cadres),
          net: metres(plank.net_to_find_m),
        })}
      </p>
      <ul className="planks">
        {plank.communities.map((row) => (
          <PlankItem key={row.organisation} row={row} worst={worst} deadlineS={plank.assumed.deadline_s} />
        ))}
      </ul>
      <Unassigned ids={plank.unassigned} />
      <p className="assumed-note">
        {t("survey.assumed", {
          people: plank.assumed.crew_people,
          minutes: Math.round(plank.assumed.opening_s / 60),
        })}
      </p>
    </>
  );
}
