/** From a card into editing, by a button or the key E. */
import "./editing.css";
import { Button } from "antd";
import { useLayoutEffect } from "react";
import { useTranslation } from "react-i18next";
import { useRights } from "./may";
import { startEditing } from "./session";

function isPlainE(event: KeyboardEvent): boolean {
  const writes = event.target instanceof Element && event.target.closest("input, textarea, select") !== null;
  return event.key.toLowerCase() === "e" && !(event.ctrlKey || event.metaKey || event.altKey) && !writes;
}

export function EditButton({ neighbourhood, opening = null }: { neighbourhood: string; opening?: string | null }) {
  const { t } = useTranslation();
  const { edit } = useRights();
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (edit && isPlainE(event)) startEditing(neighbourhood, opening);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [edit, neighbourhood, opening]);
  if (!edit) return null;
  return (
    <p className="edit-enter">
      <Button size="small" onClick={() => startEditing(neighbourhood, opening)} data-testid="edit-enter">
        {t("edit.enter")}
      </Button>
      <small className="wide-only">{t("edit.enterKey")}</small>
    </p>
  );
}
