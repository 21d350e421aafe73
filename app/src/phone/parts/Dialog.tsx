/** A sheet over the whole phone: keeps the focus inside, closes by its button, by Escape and by the phone's way back. */
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** What is reported from here, always within the thumb's reach. */
  foot?: ReactNode;
}

export function Dialog({ title, onClose, children, foot }: Props) {
  const { t } = useTranslation("field");
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      className="sheet"
      aria-label={title}
      onCancel={(event) => {
        if (event.target !== event.currentTarget) return; // a sheet over this one, or a photo that is not taken
        event.preventDefault();
        onClose();
      }}
    >
      <header className="sheet-head">
        <h2>{title}</h2>
        <button type="button" className="icon-button" aria-label={t("close")} onClick={onClose}>
          <span aria-hidden="true">✕</span>
        </button>
      </header>
      <div className="sheet-body">{children}</div>
      {foot && <footer className="sheet-foot">{foot}</footer>}
    </dialog>
  );
}
