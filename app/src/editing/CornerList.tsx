/** The places of a draft by number and coordinates; one is picked, and the keys act on it. */
import { Button, Input } from "antd";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Draft } from "./draft";
import { isPoint, isRing } from "./draft";
import { backOne, pickAt, put, removePicked, setPlace, splitPicked } from "./drawing";
import { MovePad } from "./MovePad";
import { written } from "./places";
import { mapMiddle } from "./session";

function Coordinates({ shown }: { shown: string }) {
  const { t } = useTranslation();
  const [text, setText] = useState(shown);
  const [last, setLast] = useState(shown);
  const [bad, setBad] = useState(false);
  if (shown !== last) {
    setLast(shown); // the corner moved: the field follows
    setText(shown);
    setBad(false);
  }
  const take = () => setBad(text.trim() !== "" && !setPlace(text));
  return (
    <form
      className="coordinates"
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <label>
        {t("edit.draft.coordinates")}
        <Input
          value={text}
          onChange={(event) => setText(event.target.value)}
          status={bad ? "error" : ""}
          aria-invalid={bad}
          inputMode="decimal"
          placeholder="29.123456, 120.123456"
          data-testid="coordinates"
        />
      </label>
      <Button htmlType="submit">{t("edit.draft.go")}</Button>
      {bad ? (
        <p className="refusal" role="alert">
          {t("edit.draft.coordinatesBad")}
        </p>
      ) : null}
    </form>
  );
}

function Options({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const { places, at } = draft;
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);

  function onKey(event: KeyboardEvent): void {
    if (event.key === "ArrowDown") pickAt(at + 1);
    else if (event.key === "ArrowUp") pickAt(at - 1);
    else if (event.key === "Home") pickAt(0);
    else if (event.key === "End") pickAt(places.length - 1);
    else if (event.key === "Delete" || event.key === "Backspace") removePicked();
    else return;
    event.preventDefault();
  }

  return (
    <ul
      ref={list}
      className="corners"
      role="listbox"
      tabIndex={0}
      aria-label={t(isRing(draft) ? "edit.draft.corners" : "edit.draft.places")}
      aria-activedescendant={at >= 0 ? `corner-${at}` : undefined}
      onKeyDown={onKey}
      data-testid="corners"
    >
      {places.map((place, number) => (
        <li
          key={number}
          id={`corner-${number}`}
          role="option"
          aria-selected={number === at}
          onClick={() => pickAt(number)}
        >
          <b>{number + 1}</b> {written(place)}
        </li>
      ))}
    </ul>
  );
}

function addHere(): void {
  const middle = mapMiddle();
  if (middle) put(middle);
}

/** What buttons do with the corners; a ring that was there keeps three, and grows between two of them only. */
function Buttons({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  const { tool, places, at, past } = draft;
  const standing = isRing(draft) && draft.known;
  const hasNext = isRing(draft) ? places.length > 2 : tool === "wall" && at < places.length - 1;
  return (
    <div className="corner-buttons">
      {standing ? null : (
        <Button size="small" onClick={addHere} data-testid="add-here">
          {t("edit.draft.addHere")}
        </Button>
      )}
      {hasNext ? (
        <Button size="small" onClick={() => splitPicked()} data-testid="split">
          {t("edit.draft.addAfter")}
        </Button>
      ) : null}
      {places[at] && !isPoint(draft) ? (
        <Button size="small" onClick={removePicked} disabled={standing && places.length <= 3}>
          {t("edit.draft.remove")}
        </Button>
      ) : null}
      <Button size="small" onClick={backOne} disabled={past.length === 0} data-testid="step-back">
        {t("edit.draft.back")}
      </Button>
    </div>
  );
}

export function CornerList({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  const { places, at } = draft;
  const picked = places[at];
  return (
    <div className="corner-list">
      {places.length === 0 ? <p className="empty">{t("edit.draft.none")}</p> : null}
      {places.length > 1 ? <Options draft={draft} /> : null}
      {picked ? <MovePad at={at} /> : null}
      <Coordinates shown={picked ? written(picked) : ""} />
      <Buttons draft={draft} />
    </div>
  );
}
