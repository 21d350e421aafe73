/** Who may come in, as what, and with which phones. */
import { Button, Input } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { FaultBoundary } from "../faults/FaultBoundary";
import { useBoard } from "../state/current";
import { sessionStore } from "../state/start";
import { useStore } from "../state/store";
import { LanguageButton } from "../top/LanguageButton";
import { CodeDialog } from "./CodeDialog";
import { PersonCard } from "./PersonCard";
import { PersonDialog } from "./PersonDialog";
import { openStore, peopleStore, refresh, useActing } from "./store";
import { UndoBar } from "./UndoBar";
import { fits, ordered, rolesGivenBy } from "./words";
import "./people.css";

const AGAIN_MS = 20_000;

function Top() {
  const { t } = useTranslation();
  const name = useBoard((board) => board.name);
  const role = useStore(sessionStore, (session) => session?.role);
  useEffect(() => {
    document.title = `${t("people.title")} · ${name}`;
  }, [name, t]);
  return (
    <header className="people-top">
      <a href="/" className="people-back" data-testid="to-board">
        ‹ {t("people.back")}
      </a>
      <h1>
        {t("people.title")} <small>{name}</small>
      </h1>
      <LanguageButton />
      {rolesGivenBy(role).length > 0 ? (
        <Button type="primary" onClick={() => openStore.set({ kind: "invite" })} data-testid="invite">
          {t("people.invite")}
        </Button>
      ) : null}
    </header>
  );
}

function Dialogs() {
  const open = useStore(openStore, (held) => held);
  if (open === null) return null;
  return (
    <FaultBoundary key={open.kind} part="dialog" close={() => openStore.set(null)}>
      {open.kind === "code" ? (
        <CodeDialog code={open.code} phone={open.phone} />
      ) : (
        <PersonDialog person={open.kind === "change" ? open.person : null} />
      )}
    </FaultBoundary>
  );
}

function List() {
  const { t } = useTranslation();
  const [asked, setAsked] = useState("");
  const view = useStore(peopleStore, (held) => held);
  const board = useBoard((held) => held);
  if (view === null) return <p className="people-wait">{t("people.loading")}</p>;
  const found = ordered(view.people).filter((person) => fits(person, asked, board, t));
  return (
    <>
      <div className="people-search">
        <Input.Search
          allowClear
          value={asked}
          onChange={(event) => setAsked(event.target.value)}
          placeholder={t("people.search")}
          aria-label={t("people.search")}
        />
        <span className="soft" role="status">
          {t("people.count", { count: found.length })}
        </span>
      </div>
      {found.length === 0 ? <p className="people-wait">{t("people.none")}</p> : null}
      <ul className="people-list">
        {found.map((person) => (
          <PersonCard key={person.name} person={person} me={person.name === view.me} />
        ))}
      </ul>
    </>
  );
}

export default function PeoplePage() {
  const { run, refusal } = useActing();
  useEffect(() => {
    run(() => Promise.resolve());
    const timer = setInterval(() => void refresh().catch(() => undefined), AGAIN_MS);
    return () => clearInterval(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when the page opens
  }, []);
  return (
    <div className="people" data-testid="people">
      <Top />
      <main>
        {refusal ? (
          <p className="refusal" role="alert">
            {refusal}
          </p>
        ) : null}
        <FaultBoundary part="panel">
          <List />
        </FaultBoundary>
      </main>
      <UndoBar />
      <Dialogs />
    </div>
  );
}
