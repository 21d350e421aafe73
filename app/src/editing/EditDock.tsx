/** On a phone: the tools as a sheet below the map. */
import { lazy, Suspense } from "react";
import { useStore } from "../state/store";
import { editingStore } from "./session";

const EditPanel = lazy(() => import("./EditPanel"));

export function EditDock() {
  const editing = useStore(editingStore, (held) => held !== null);
  if (!editing) return null;
  return (
    <section className="edit-dock">
      <Suspense fallback={null}>
        <EditPanel />
      </Suspense>
    </section>
  );
}
