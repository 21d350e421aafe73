/** A community's neighbourhoods as small buttons that lead to the map. */
import { useBoard } from "../state/current";
import { NeighbourhoodChip } from "./NeighbourhoodChip";

export function NeighbourhoodChips({ community }: { community: string }) {
  const rows = useBoard((board) => board.neighbourhoods);
  return (
    <div className="chips">
      {[...rows.values()]
        .filter((row) => row.community === community)
        .map((row) => (
          <NeighbourhoodChip key={row.id} row={row} />
        ))}
    </div>
  );
}
