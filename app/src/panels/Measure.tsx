/** One count of the totals: done of all, with a bar. */
import { useTranslation } from "react-i18next";

interface MeasureProps {
  name: "neighbourhoods" | "nets" | "gates" | "emergency";
  /** Under which tests find the number that stands. */
  id: string;
  done: number;
  total: number;
}

export function Measure({ name, id, done, total }: MeasureProps) {
  const { t } = useTranslation();
  return (
    <div className={`measure ${name}`}>
      <span className="measure-count">
        <b data-testid={`total-${id}`}>{done}</b>
        <small>
          /<span data-testid={`total-${name}`}>{total}</span>
        </small>
      </span>
      <div className="bar">
        <i className="done" style={{ width: `${total > 0 ? (done / total) * 100 : 0}%` }} />
      </div>
      <span className="measure-name">{t(`totals.${name}`)}</span>
    </div>
  );
}
