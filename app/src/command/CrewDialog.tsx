/** The same as dragging, by keyboard: choose a crew, see what it changes, give it. */
import { Button, Modal } from "antd";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { WhatIf } from "../api/types";
import { hourMinute, instant } from "../shared/format";
import { crewLabel, openingLabel } from "../shared/labels";
import { Sign } from "../shared/Sign";
import { crewSign } from "../shared/signs";
import { useBoard } from "../state/current";
import { askWhatIf } from "./calls";
import { closeDialog } from "./dialogs";
import { WhatIfFacts } from "./DragCard";
import { give } from "./dragging";
import { commandRefusal } from "./refusals";

/** What the server says of one crew; asked when it is chosen. */
function useWhatIf(opening: string, crew: string | null): { told: WhatIf | null; failed: string } {
  const { t } = useTranslation();
  const zone = useBoard((board) => board.time_zone);
  const [answer, setAnswer] = useState<{ crew: string | null; told: WhatIf | null; failed: string }>({
    crew: null,
    told: null,
    failed: "",
  });
  useEffect(() => {
    let left = false;
    if (crew === null) return;
    askWhatIf({ opening, crew }).then(
      (told) => !left && setAnswer({ crew, told, failed: "" }),
      (error: unknown) => !left && setAnswer({ crew, told: null, failed: commandRefusal(error, t, zone) }),
    );
    return () => {
      left = true;
    };
  }, [opening, crew, t, zone]);
  return answer.crew === crew ? answer : { told: null, failed: "" };
}

export default function CrewDialog({ opening }: { opening: string }) {
  const { t } = useTranslation();
  const board = useBoard((held) => held);
  const from = board.openings.get(opening)?.crew ?? null;
  const through = (id: string) => instant(board.crews.get(id)?.steps.at(-1)?.ends_at) ?? 0;
  const crews = [...board.crews.values()]
    .filter((crew) => crew.id !== from && crew.state !== "lost" && crew.state !== "off")
    .sort((a, b) => through(a.id) - through(b.id));
  const [chosen, setChosen] = useState<string | null>(crews[0]?.id ?? null);
  const [busy, setBusy] = useState(false);
  const { told, failed } = useWhatIf(opening, chosen);
  const list = useRef<HTMLUListElement>(null);

  function go(): void {
    if (!chosen || !told || told.refused) return;
    setBusy(true);
    void give(opening, from, chosen).then(() => {
      setBusy(false);
      closeDialog();
    });
  }

  function onKey(event: KeyboardEvent): void {
    const at = crews.findIndex((crew) => crew.id === chosen);
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const next = crews[at + step];
    if (step !== 0 && next) {
      event.preventDefault();
      setChosen(next.id);
      list.current?.children[at + step]?.scrollIntoView({ block: "nearest" });
    }
    if (event.key === "Enter") {
      event.preventDefault();
      go();
    }
  }

  return (
    <Modal
      open
      onCancel={closeDialog}
      title={t("command.drag.choose", { opening: openingLabel(board, opening) })}
      footer={
        <Button
          type="primary"
          loading={busy}
          disabled={!told || Boolean(told.refused)}
          onClick={go}
          data-testid="give-crew"
        >
          {t("command.drag.give")}
        </Button>
      }
    >
      <div className="form">
        <p className="soft">{t("command.drag.help")}</p>
        <ul
          ref={list}
          className="crew-choices"
          role="listbox"
          tabIndex={0}
          aria-label={t("command.drag.to")}
          aria-activedescendant={chosen ? `choice-${chosen}` : undefined}
          onKeyDown={onKey}
          data-testid="crew-choices"
        >
          {crews.map((crew) => (
            <li
              key={crew.id}
              id={`choice-${crew.id}`}
              role="option"
              aria-selected={crew.id === chosen}
              onClick={() => setChosen(crew.id)}
            >
              <Sign drawing={crewSign(crew.state)} size={16} />
              <span>{crewLabel(board, crew.id)}</span>
              <small>{through(crew.id) ? hourMinute(through(crew.id), board.time_zone) : t("crewState.idle")}</small>
            </li>
          ))}
        </ul>
        <div className="what-if-facts" aria-live="polite">
          {failed ? <span className="bad">{failed}</span> : null}
          {told ? <WhatIfFacts told={told} /> : null}
          {!told && !failed && chosen ? <span>{t("command.drag.asking")}</span> : null}
        </div>
      </div>
    </Modal>
  );
}
