/** A number set by two big buttons: no keyboard, gloves on. */
import { useTranslation } from "react-i18next";
import { metres } from "../words";

interface Props {
  label: string;
  value: number;
  step: number;
  least: number;
  most: number;
  onChange: (value: number) => void;
  hint?: string;
}

export function Stepper({ label, value, step, least, most, onChange, hint }: Props) {
  const { t } = useTranslation("field");
  const set = (next: number) => onChange(Math.min(most, Math.max(least, Math.round(next * 10) / 10)));
  return (
    <div className="stepper" role="group" aria-label={label}>
      <span className="stepper-label">
        {label}
        {hint && <small>{hint}</small>}
      </span>
      <button
        type="button"
        aria-label={`${label}: ${t("minus")}`}
        disabled={value <= least}
        onClick={() => set(value - step)}
      >
        −
      </button>
      <output aria-live="polite">
        {metres(value)} <small>{t("metres")}</small>
      </output>
      <button
        type="button"
        aria-label={`${label}: ${t("plus")}`}
        disabled={value >= most}
        onClick={() => set(value + step)}
      >
        +
      </button>
    </div>
  );
}
