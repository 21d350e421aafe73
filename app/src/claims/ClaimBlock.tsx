/** On an opening's card: which crew has taken it by itself, until when, and the buttons to take it or give it back. */
import { Button, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { OpeningRow } from "../api/types";
import { hourMinute, span } from "../shared/format";
import { crewLabel } from "../shared/labels";
import { useNow } from "../state/clock";
import { boardStore, useBoard } from "../state/current";
import { sessionStore } from "../state/start";
import { useStore } from "../state/store";
import { giveJobBack, takeJob } from "./calls";
import { claimRefusal } from "./claimRefusals";
import { crewsSpokenFor, type Holding, holdingOf, isFree } from "./holding";
import "./claims.css";

function Held({ holding }: { holding: Holding }) {
  const { t } = useTranslation();
  const now = useNow();
  const board = useBoard((held) => held);
  const clock = (at: number) => hourMinute(at, board.time_zone);
  const crew = crewLabel(board, holding.crew);
  if (holding.lapsed) {
    return (
      <p className="claim lapsed" data-testid="claim" data-lapsed="true">
        {t("claims.lapsed", { crew, at: clock(holding.at), lapsed: clock(holding.lapsesAt) })}
      </p>
    );
  }
  return (
    <p className="claim" data-testid="claim" data-lapsed="false">
      <b>{t("claims.held", { crew })}</b> <span>{t("claims.by", { by: holding.by, at: clock(holding.at) })}</span>
      <small>
        {holding.begun
          ? t("claims.kept")
          : t("claims.until", { at: clock(holding.lapsesAt), left: span(holding.lapsesAt - now, t) })}
      </small>
    </p>
  );
}

interface Acting {
  busy: boolean;
  refusal: string;
  run: (act: () => Promise<unknown>) => void;
}

function useActing(): Acting {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState("");
  const told = (error: unknown) => {
    const board = boardStore.get();
    if (board) setRefusal(claimRefusal(error, board, t));
  };
  return {
    busy,
    refusal,
    run: (act) => {
      setBusy(true);
      setRefusal("");
      void act()
        .catch(told)
        .finally(() => setBusy(false));
    },
  };
}

function Take({ row, acting }: { row: OpeningRow; acting: Acting }) {
  const { t } = useTranslation();
  const board = useBoard((held) => held);
  const session = useStore(sessionStore, (held) => held);
  const crews = crewsSpokenFor(session, board.crews.values());
  const [chosen, setChosen] = useState<string | null>(null);
  const crew = chosen ?? crews.find((one) => one.id === row.crew)?.id ?? crews[0]?.id;
  if (!crew) return null;
  const take = () => acting.run(() => takeJob(row.id, crew, row.claim?.version ?? 0));
  return (
    <div className="claim-take">
      {crews.length > 1 ? (
        <Select
          size="small"
          value={crew}
          onChange={setChosen}
          aria-label={t("claims.crew")}
          showSearch={{ optionFilterProp: "label" }}
          options={crews.map((one) => ({ value: one.id, label: crewLabel(board, one.id) }))}
        />
      ) : null}
      <Button size="small" loading={acting.busy} onClick={take} data-testid="take">
        {crews.length > 1 ? t("claims.take") : t("claims.takeFor", { crew: crewLabel(board, crew) })}
      </Button>
    </div>
  );
}

export function ClaimBlock({ row }: { row: OpeningRow }) {
  const { t } = useTranslation();
  const now = useNow(5000);
  const session = useStore(sessionStore, (held) => held);
  const crews = useBoard((board) => board.crews);
  const acting = useActing();
  const holding = holdingOf(row, now);
  const free = isFree(row, holding);
  if (!holding && !free) return null;
  const theirs = crewsSpokenFor(session, crews.values()).some((crew) => crew.id === holding?.crew);
  const back = holding && !holding.lapsed && theirs && row.state !== "done";
  return (
    <section className="claim-block" aria-label={t("claims.title")}>
      {holding ? <Held holding={holding} /> : null}
      {back ? (
        <Button
          size="small"
          loading={acting.busy}
          onClick={() => acting.run(() => giveJobBack(row.id, holding.crew, row.claim?.version ?? 0))}
          data-testid="give-back"
        >
          {t("claims.giveBack")}
        </Button>
      ) : null}
      {free ? <Take row={row} acting={acting} /> : null}
      {acting.refusal ? (
        <p className="refusal" role="alert" data-testid="claim-refusal">
          {acting.refusal}
        </p>
      ) : null}
    </section>
  );
}
