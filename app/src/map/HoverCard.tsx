/** What the pointer is over, in two lines beside it. */
import type { Subject } from "../state/selection";
import { useSubjectLines } from "../panels/useSubjectLines";

const ROOM = 230;

export function HoverCard({ subject, x, y }: { subject: Subject; x: number; y: number }) {
  const lines = useSubjectLines(subject);
  if (!lines) return null;
  const left = x > window.innerWidth / 2 ? x - ROOM - 14 : x + 14;
  return (
    <div className="hover-card" style={{ left, top: y + 12, width: ROOM }} aria-hidden="true">
      <b>{lines.title}</b>
      <span>{lines.state}</span>
    </div>
  );
}
