/** Moves the picked corner a metre at a time: arrow keys, or four buttons for a finger. */
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { nudge, pickAt, removePicked, type Way } from "./drawing";

const KEYS: Record<string, Way> = { ArrowUp: "north", ArrowDown: "south", ArrowLeft: "west", ArrowRight: "east" };
const ARROWS: Record<Way, string> = { north: "▲", west: "◀", east: "▶", south: "▼" };
const FAR_M = 10;

export function MovePad({ at }: { at: number }) {
  const { t } = useTranslation();

  function onKey(event: KeyboardEvent): void {
    const way = KEYS[event.key];
    if (way) nudge(way, event.shiftKey ? FAR_M : 1);
    else if (event.key === "PageDown") pickAt(at + 1);
    else if (event.key === "PageUp") pickAt(at - 1);
    else if (event.key === "Delete" || event.key === "Backspace") removePicked();
    else return;
    event.preventDefault();
  }

  return (
    <div className="move-pad" role="group" aria-label={t("edit.draft.pad")} onKeyDown={onKey}>
      {(["north", "west", "east", "south"] as const).map((way) => (
        <button
          key={way}
          type="button"
          className={`move-${way}`}
          aria-label={t(`edit.draft.${way}`)}
          onClick={(event) => nudge(way, event.shiftKey ? FAR_M : 1)}
          data-testid={`move-${way}`}
        >
          {ARROWS[way]}
        </button>
      ))}
      <small id="move-pad-help">{t("edit.draft.padHelp")}</small>
    </div>
  );
}
