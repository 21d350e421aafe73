/** For a phone nobody knows yet, or no more: how to enrol it. What it holds unsent stays and is counted. */
import { type SyntheticEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "../../state/store";
import { line, loop, store, usePhone } from "../current";
import { homeOf } from "../shell";
import { statusStore } from "../sync/status";
import { codeIn, enrol, type Enrolled } from "../sync/enrol";

type State = "idle" | "sending" | Exclude<Enrolled, { ok: true }>;

function wordsOf(state: State): "wrong" | "noSignal" | "failed" | null {
  if (typeof state === "string") return null;
  return state.why === "no_signal" ? "noSignal" : state.why;
}

export function EnrolForm({ onDone }: { onDone?: () => void }) {
  const { t } = useTranslation("field");
  const [scanned] = useState(() => codeIn(window.location.hash));
  const [code, setCode] = useState(scanned);
  const [state, setState] = useState<State>("idle");
  const device = usePhone((phone) => phone.device, "");
  const unsent = usePhone((phone) => phone.reports.filter((row) => row.state === "waiting").length, 0);
  const tried = useRef(false);

  const send = async () => {
    setState("sending");
    const done = await enrol(store, line, code, device);
    if (!done.ok) {
      setState(done);
      return;
    }
    const here = window.location.pathname;
    window.history.replaceState(null, "", here); // the code is used up, and nobody's to see
    const home = homeOf((await store.get("enrolment"))?.role ?? "");
    if (home !== here) window.location.replace(home);
    setState("idle");
    void loop.now();
    onDone?.();
  };

  useEffect(() => {
    if (!scanned || tried.current || !device) return;
    tried.current = true; // goes by itself, once
    void send();
  });

  const trouble = wordsOf(state);
  return (
    <form
      className="enrol"
      onSubmit={(event: SyntheticEvent) => {
        event.preventDefault();
        void send();
      }}
    >
      <p>{t("enrol.how")}</p>
      {unsent > 0 && <p className="hint">{t("enrol.kept", { count: unsent })}</p>}
      <label className="words">
        {t("enrol.code")}
        <input
          value={code}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          onChange={(event) => setCode(event.target.value)}
          data-testid="enrol-code"
        />
      </label>
      {trouble && (
        <p className="warning" role="alert">
          {t(`enrol.${trouble}`, { code: typeof state === "string" ? "" : state.code })}
        </p>
      )}
      <button
        type="submit"
        className="big set_out"
        disabled={!code.trim() || state === "sending"}
        data-testid="enrol-send"
      >
        {t(state === "sending" ? "enrol.sending" : "enrol.send")}
      </button>
      <a className="plain" href="/sign-in">
        {t("enrol.password")}
      </a>
    </form>
  );
}

/** What is shown before anything of the board is there: how to enrol, or that the server is being asked. */
export function Threshold() {
  const { t } = useTranslation("field");
  const { ending, line: standing } = useStore(statusStore, (value) => value);
  const asked = ending === "sign_in" || ending === "revoked" || codeIn(window.location.hash) !== "";
  if (!asked) {
    return <p className="starting">{t(standing === "down" ? "enrol.noSignal" : "enrol.waiting")}</p>;
  }
  return (
    <main className="middle">
      <h2>{t("enrol.title")}</h2>
      <EnrolForm />
    </main>
  );
}
