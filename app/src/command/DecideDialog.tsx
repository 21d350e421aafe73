/** A decision: what, in which words, why, who signs, who carries it out, by when. */
import { Button, Input, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ProblemRow } from "../api/types";
import { hourMinute, instant } from "../shared/format";
import { freshId } from "../shared/freshId";
import { useNow } from "../state/clock";
import { useBoard } from "../state/current";
import { sessionStore } from "../state/start";
import { useStore } from "../state/store";
import { makeDecision } from "./calls";
import { Choices } from "./Choices";
import { type ByWhen, byAt, usualAnswers, type What, whoMay } from "./decisionDraft";
import { closeDialog } from "./dialogs";
import { problemPlace } from "./ProblemItem";
import { Refusal } from "./Refusal";
import { useDoing } from "./useDoing";

const MINUTES: ByWhen[] = [15, 30, 60];

function useTitle(problem: ProblemRow | undefined): string {
  const { t } = useTranslation();
  const board = useBoard((held) => held);
  if (!problem) return t("command.decide.plain");
  const about = `${problemPlace(problem, board)} ${t(`command.reason.${problem.reason}`)}`;
  return t("command.decide.title", { about });
}

/** The draft's fields, begun with the most usual answer. */
function useDraft(problem: ProblemRow | undefined) {
  const { t } = useTranslation();
  const board = useBoard((held) => held);
  const signer = useStore(sessionStore, (held) => held?.name ?? "");
  const usual = usualAnswers(problem);
  const people = whoMay(problem, board);
  const dawn = instant(board.night?.deadline_at);
  const [what, setWhat] = useState<What>(usual[0]);
  const [words, setWords] = useState(t(`command.template.${usual[0]}`));
  const [why, setWhy] = useState("");
  const [signed, setSigned] = useState(signer);
  const [who, setWho] = useState(people[0]?.value ?? "");
  const [when, setWhen] = useState<ByWhen>(30);
  return {
    ...{ usual, people, dawn, what, words, why, signed, who, when },
    ...{ setWords, setWhy, setSigned, setWho, setWhen },
    choose: (next: What) => {
      setWhat(next);
      setWords(t(`command.template.${next}`));
      if (next === "wait_until_dawn" && dawn !== null) setWhen("dawn");
    },
    ready: Boolean(signed.trim() && who && (words.trim() || what !== "other")),
  };
}

type Draft = ReturnType<typeof useDraft>;

function When({ draft, now }: { draft: Draft; now: number }) {
  const { t } = useTranslation();
  const zone = useBoard((board) => board.time_zone);
  const { dawn } = draft;
  const choices = dawn !== null && dawn > now ? [...MINUTES, "dawn" as const] : MINUTES;
  return (
    <Choices
      label={t("command.decide.by")}
      values={choices}
      chosen={draft.when}
      onChoose={draft.setWhen}
      words={(when) =>
        when === "dawn"
          ? `${t("command.decide.atDawn")} ${hourMinute(dawn ?? now, zone)}`
          : t("command.decide.inMinutes", { minutes: when })
      }
    />
  );
}

function Fields({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  return (
    <>
      <label>
        <span>{t("command.decide.words")}</span>
        <Input.TextArea
          autoSize={{ minRows: 2, maxRows: 5 }}
          value={draft.words}
          onChange={(event) => draft.setWords(event.target.value)}
        />
      </label>
      <label>
        <span>{t("command.decide.why")}</span>
        <Input value={draft.why} onChange={(event) => draft.setWhy(event.target.value)} />
      </label>
      <div className="form-pair">
        <label>
          <span>{t("command.decide.signed")}</span>
          <Input value={draft.signed} onChange={(event) => draft.setSigned(event.target.value)} />
        </label>
        <label>
          <span>{t("command.decide.who")}</span>
          <Select
            showSearch={{ optionFilterProp: "label" }}
            value={draft.who}
            options={draft.people}
            onChange={draft.setWho}
            aria-label={t("command.decide.who")}
          />
        </label>
      </div>
    </>
  );
}

export default function DecideDialog({ problem: id }: { problem: string | null }) {
  const { t } = useTranslation();
  const now = useNow();
  const problem = useBoard((board) => board.problems.get(id ?? ""));
  const [seen] = useState(problem?.version ?? 0); // decided on what was on the screen when it opened
  const title = useTitle(problem);
  const draft = useDraft(problem);
  const { busy, refusal, run } = useDoing();

  function send(): void {
    const decision = freshId();
    const made = {
      decision,
      about: problem?.id ?? decision,
      on_version: seen,
      what: draft.what,
      words: draft.words,
      why: draft.why,
      signed_by: draft.signed,
      carried_out_by: draft.people.find((one) => one.value === draft.who)?.label ?? draft.who,
      by_at: byAt(draft.when, now, draft.dawn),
      crew: draft.who.startsWith("crew:") ? draft.who.slice(5) : null,
      opening: problem?.opening ?? null,
    };
    run(() => makeDecision(made), closeDialog);
  }

  return (
    <Modal
      open
      onCancel={closeDialog}
      title={title}
      footer={
        <>
          <Button onClick={closeDialog}>{t("command.decide.cancel")}</Button>
          <Button
            type="primary"
            loading={busy}
            disabled={!draft.ready}
            title={t("command.decide.missing")}
            onClick={send}
            data-testid="send-decision"
          >
            {t("command.decide.send")}
          </Button>
        </>
      }
    >
      <div className="form" data-testid="decide-form">
        {problem?.words ? (
          <p className="words">{t("command.decide.about", { by: problem.by, words: problem.words })}</p>
        ) : null}
        <Choices
          label={t("command.decide.what")}
          values={draft.usual}
          chosen={draft.what}
          onChoose={draft.choose}
          words={(what) => t(`command.what.${what}`)}
        />
        <Fields draft={draft} />
        <When draft={draft} now={now} />
        <Refusal why={refusal} />
      </div>
    </Modal>
  );
}
