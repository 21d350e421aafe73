/** Moves the engine proposes, beyond those that alarms already carry. */
import { useTranslation } from "react-i18next";
import { useBoard } from "../state/current";
import { MoveItem } from "./MoveItem";

export function Moves() {
  const { t } = useTranslation();
  const planned = useBoard((board) => board.plan !== null);
  const moves = useBoard((board) => board.pulse.moves);
  const alarms = useBoard((board) => board.pulse.alarms);
  const carried = new Set(alarms.map((alarm) => alarm.solved_by));
  const own = moves.filter((move) => !carried.has(move.id));
  if (!planned || own.length === 0) return null;
  return (
    <section className="block" aria-label={t("command.moves.title")} data-testid="moves">
      <h2>{t("command.moves.title")}</h2>
      <ul>
        {own.slice(0, 4).map((move) => (
          <MoveItem key={move.id} move={move} />
        ))}
      </ul>
    </section>
  );
}
