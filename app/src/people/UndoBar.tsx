/** What was just done, and for a while the way back. */
import { Button } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "../state/store";
import { undoStore, useActing } from "./store";

/** Long enough to read the line, think, and find the button with tired eyes. */
const UNDO_MS = 30_000;

export function UndoBar() {
  const { t } = useTranslation();
  const undo = useStore(undoStore, (held) => held);
  const { busy, run } = useActing();
  useEffect(() => {
    if (undo === null) return undefined;
    const timer = setTimeout(() => undoStore.set(null), UNDO_MS);
    return () => clearTimeout(timer);
  }, [undo]);
  if (undo === null) return null;
  return (
    <div className="undo-bar" role="status">
      <span>{undo.text}</span>
      <Button size="small" loading={busy} onClick={() => run(undo.back, () => undoStore.set(null))} data-testid="undo">
        {t("people.undo")}
      </Button>
    </div>
  );
}
