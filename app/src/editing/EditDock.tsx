/** On a phone: the tools as a sheet below the map. */
import { FaultBoundary } from "../faults/FaultBoundary";
import { fetched } from "../faults/fetched";
import { useStore } from "../state/store";
import { editingStore } from "./session";

const EditPanel = fetched(async () => (await import("./EditPanel")).default);

export function EditDock() {
  const editing = useStore(editingStore, (held) => held !== null);
  if (!editing) return null;
  return (
    <section className="edit-dock">
      <FaultBoundary part="tools">
        <EditPanel />
      </FaultBoundary>
    </section>
  );
}
