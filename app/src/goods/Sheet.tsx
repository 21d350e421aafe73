/** A form that comes up from below on a phone, and in the middle of a desk's screen; it keeps what was typed. */
import { type ReactNode, type SubmitEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { codeOf } from "./calls";
import { failureText } from "./words";

interface SheetProps {
  title: string;
  children: ReactNode;
  onClose: () => void;
  /** Keeps or sends what was filled in; the sheet closes once that is done. */
  onSave: (form: FormData) => Promise<void>;
  /** Whether something is still missing. */
  waits?: boolean;
}

export function Sheet({ title, children, onClose, onSave, waits = false }: SheetProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDialogElement>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState("");
  useEffect(() => {
    if (!box.current?.open) box.current?.showModal();
  }, []);
  const save = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    try {
      await onSave(new FormData(event.currentTarget));
      onClose();
    } catch (error) {
      setFailed(failureText(codeOf(error), t));
      setBusy(false);
    }
  };
  return (
    <dialog ref={box} className="goods-sheet" onClose={onClose} aria-label={title}>
      <form onSubmit={(event) => void save(event)}>
        <h2>{title}</h2>
        {children}
        {failed ? (
          <p className="goods-failed" role="alert">
            {t("goods.failed", { why: failed })}
          </p>
        ) : null}
        <div className="goods-actions">
          <button type="button" className="goods-quiet" onClick={onClose}>
            {t("goods.cancel")}
          </button>
          <button type="submit" className="goods-go" disabled={busy || waits} data-testid="goods-save">
            {t("goods.save")}
          </button>
        </div>
      </form>
    </dialog>
  );
}

interface FieldProps {
  label: string;
  name: string;
  type?: "text" | "number" | "time";
  value?: string | number;
  required?: boolean;
  most?: number;
  step?: string;
  hint?: string;
  onType?: (text: string) => void;
}

export function Field(props: FieldProps) {
  const { label, name, type = "text", value, required = false, most, step, hint, onType } = props;
  return (
    <label className="goods-field">
      <span>{label}</span>
      <input
        name={name}
        type={type}
        inputMode={type === "number" ? "decimal" : undefined}
        defaultValue={value}
        required={required}
        min={type === "number" ? 0 : undefined}
        max={most}
        step={step}
        onChange={onType && ((event) => onType(event.target.value.trim()))}
      />
      {hint ? <small>{hint}</small> : null}
    </label>
  );
}

interface PickProps {
  label: string;
  name: string;
  options: readonly (readonly [string, string])[];
  value?: string;
  onPick?: (key: string) => void;
}

export function Pick({ label, name, options, value, onPick }: PickProps) {
  return (
    <label className="goods-field">
      <span>{label}</span>
      <select name={name} defaultValue={value} onChange={onPick && ((event) => onPick(event.target.value))}>
        {options.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A number of a form; nought where nothing was typed. */
export function figure(form: FormData, name: string): number {
  return Math.max(0, Math.round(Number(form.get(name) ?? 0) || 0));
}

/** A text of a form. */
export function words(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}
