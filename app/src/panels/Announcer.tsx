/** Tells screen readers of new alarms, one sentence at a time and politely. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Alarm } from "../api/types";
import { alarmKey, alarmText } from "../shared/alarmWords";
import { boardStore, useBoard } from "../state/current";

export function Announcer() {
  const { t } = useTranslation();
  const alarms = useBoard((board) => board.pulse.alarms);
  const known = useRef<Set<string> | null>(null);
  const [words, setWords] = useState("");
  useEffect(() => {
    const before = known.current;
    known.current = new Set(alarms.map(alarmKey));
    if (before) setWords((old) => sentence(alarms.filter((alarm) => !before.has(alarmKey(alarm)))) ?? old);

    function sentence(fresh: Alarm[]): string | null {
      const board = boardStore.get();
      const [worst] = fresh;
      if (!board || !worst) return null;
      const text = alarmText(worst, board, t);
      return fresh.length === 1
        ? t("alarms.announce", { text })
        : t("alarms.announceMany", { count: fresh.length, text });
    }
  }, [alarms, t]);
  return (
    <div className="for-readers" aria-live="polite">
      {words}
    </div>
  );
}
