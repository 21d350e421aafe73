/** What was just done, and the way back; it leaves by itself. */
import { Button } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "../state/store";
import { noticeStore } from "./dragging";

/** Long enough to read the line, think, and find the button with tired eyes. */
const SHOWN_MS = 30_000;

export function NoticeBar() {
  const { t } = useTranslation();
  const notice = useStore(noticeStore, (held) => held);
  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(() => noticeStore.set(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  if (!notice) return null;
  return (
    <div className={notice.bad ? "notice-bar bad" : "notice-bar"} role="status" data-testid="notice">
      <span>{notice.text}</span>
      {notice.undo ? (
        <Button size="small" onClick={notice.undo} data-testid="undo-put">
          {t("command.drag.undo")}
        </Button>
      ) : null}
      <button
        type="button"
        className="detail-close"
        aria-label={t("detail.close")}
        onClick={() => noticeStore.set(null)}
      >
        ×
      </button>
    </div>
  );
}
