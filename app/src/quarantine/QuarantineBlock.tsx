/** For the office: what was reported by somebody it is not for, or in words nobody understands. */
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommandRights } from "../command/rights";
import { boardStore, useBoard } from "../state/current";
import { fetchKept, type KeptView, settle } from "./calls";
import { KeptItem } from "./KeptItem";
import { quarantineRefusal } from "./quarantineWords";
import "./quarantine.css";

/** The list as of the newest line of the log that is about it. */
function useKept(): { rows: KeptView[]; again: () => void } {
  const newest = useBoard((board) => board.happenings.find((one) => one.kind.startsWith("quarantine."))?.position ?? 0);
  const [rows, setRows] = useState<KeptView[]>([]);
  const again = useCallback(() => void fetchKept().then(setRows, () => undefined), []);
  useEffect(again, [again, newest]);
  return { rows, again };
}

function Block() {
  const { t } = useTranslation();
  const { rows, again } = useKept();
  const [busy, setBusy] = useState("");
  const [refusal, setRefusal] = useState("");
  const waiting = rows.filter((row) => row.settled === "");
  const settled = rows.filter((row) => row.settled !== "");
  if (rows.length === 0) return null;
  const onSettle = (row: KeptView) => (how: "accept" | "leave") => {
    setBusy(row.id);
    setRefusal("");
    void settle(row, how)
      .catch((error: unknown) => {
        const board = boardStore.get();
        if (board) setRefusal(quarantineRefusal(error, board, t));
      })
      .finally(() => {
        setBusy("");
        again();
      });
  };
  const items = (some: KeptView[]) =>
    some.map((row) => <KeptItem key={row.id} kept={row} busy={busy === row.id} onSettle={onSettle(row)} />);
  return (
    <section className="block" aria-label={t("quarantine.title")} data-testid="quarantine">
      <h2>
        {t("quarantine.title")} <span className={waiting.length > 0 ? "count" : "count none"}>{waiting.length}</span>
      </h2>
      {waiting.length === 0 ? <p className="empty">{t("quarantine.none")}</p> : null}
      {refusal ? (
        <p className="refusal" role="alert">
          {refusal}
        </p>
      ) : null}
      <ul className="kept-list">{items(waiting)}</ul>
      {settled.length > 0 ? (
        <details>
          <summary className="quiet-line">{t("quarantine.settledCount", { count: settled.length })}</summary>
          <ul className="kept-list">{items(settled)}</ul>
        </details>
      ) : null}
    </section>
  );
}

export function QuarantineBlock() {
  const { lead } = useCommandRights();
  return lead ? <Block /> : null;
}
