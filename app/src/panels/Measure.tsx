/** One count of the totals: done of all, with a bar. */
import { useTranslation } from "react-i18next";

interface MeasureProps {
  name: "nets" | "gates" | "emergency";
  done: number;
  total: number;
}

export function Measure({ name, done, total }: MeasureProps) {
  const { t } = useTranslation();
  return (
    <div className="measure">
      <span className="measure-name">{t(`totals.${name}`)}</span>
      <span className="measure-count">
        <b data-testid={`total-${name}-done`}>{done}</b>
        <small>/<span data-testid={`total-${name}`}>{total}</span></small>
      </span>
      <div className="bar"><i className="done" style={{ width: `${total > 0 ? (done / total) * 100 : 0}%` }} /></div>
    </div>
  );
}
