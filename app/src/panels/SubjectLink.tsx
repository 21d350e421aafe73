/** A name that leads to its thing on the map. */
import type { ReactNode } from "react";
import { pick, type SubjectKind } from "../state/selection";

export function SubjectLink({ kind, id, children }: { kind: SubjectKind; id: string; children: ReactNode }) {
  return (
    <button type="button" className="link" onClick={() => pick({ kind, id })}>
      {children}
    </button>
  );
}
