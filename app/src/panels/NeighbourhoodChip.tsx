/** One neighbourhood as a button: its ring's state as a line, its name, its count. */
import { useTranslation } from "react-i18next";
import type { NeighbourhoodRow } from "../api/types";
import { pick, usePicked } from "../state/selection";

export function NeighbourhoodChip({ row }: { row: NeighbourhoodRow }) {
  const { t } = useTranslation();
  const picked = usePicked("neighbourhood", row.id);
  const state = row.walled ? "walled" : row.ring;
  return (
    <button
      type="button"
      className={`chip ${state}${picked ? " picked" : ""}`}
      onClick={() => pick({ kind: "neighbourhood", id: row.id })}
      title={t(`ring.${state}`)}
    >
      <i className={`ring-sample ${state}`} aria-hidden="true" />
      {row.name}{" "}
      <small>
        {row.done}/{row.openings}
      </small>
      <span className="for-readers">{t(`ring.${state}`)}</span>
    </button>
  );
}
