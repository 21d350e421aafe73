/** A neighbourhood's openings, each leading to its tools and its place. */
import { useTranslation } from "react-i18next";
import { metres } from "../shared/format";
import { shortId } from "../shared/labels";
import { Sign } from "../shared/Sign";
import { openingSign } from "../shared/signs";
import { useBoard } from "../state/current";
import { change, lookAt } from "./session";

export function OpeningList({ neighbourhood }: { neighbourhood: string }) {
  const { t } = useTranslation();
  const openings = useBoard((board) => board.openings);
  const rows = [...openings.values()].filter((row) => row.neighbourhood === neighbourhood && !row.gone);
  return (
    <section className="block">
      <h3>{t("edit.opening.title")}</h3>
      {rows.length === 0 ? <p className="empty">{t("edit.opening.none")}</p> : null}
      <ul className="detail-list plain">
        {rows.map((row) => (
          <li key={row.id}>
            <button
              type="button"
              className="row-button"
              onClick={() => {
                change({ opening: row.id });
                lookAt([row.line[0]]);
              }}
              data-testid={`edit-opening-${row.id}`}
            >
              <Sign drawing={openingSign(row.role, row.state)} />
              <span>{row.name || shortId(row.id, neighbourhood)}</span>
              <small>
                {row.confirmed ? "✓ " : ""}
                {t(`role.${row.role ?? "none"}`)} · {metres(row.width_m)}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
