/** How far each community's neighbourhoods have come; each opens to its neighbourhoods. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useBoard } from "../state/current";
import { CommunityItem } from "./CommunityItem";
import { NeighbourhoodChips } from "./NeighbourhoodChips";

export function Communities() {
  const { t } = useTranslation();
  const communities = useBoard((board) => board.pulse.communities);
  const [open, setOpen] = useState<string | null>(null);
  return (
    <section className="block" aria-label={t("communities.title")}>
      <h2>{t("communities.title")}</h2>
      {communities.length === 0 ? <p className="empty">{t("communities.none")}</p> : null}
      <div className="communities">
        {communities.map((row) => (
          <CommunityItem
            key={row.id}
            row={row}
            open={open === row.id}
            onToggle={() => setOpen(open === row.id ? null : row.id)}
          />
        ))}
      </div>
      {open ? <NeighbourhoodChips community={open} /> : null}
    </section>
  );
}
