/** One proposed move: what is done, what it gains and costs, and the one click that does it. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { ProposedMove } from "../api/types";
import { boardStore, useBoard } from "../state/current";
import { pick } from "../state/selection";
import { adoptMove } from "./calls";
import { Refusal } from "./Refusal";
import { useCommandRights } from "./rights";
import { useDoing } from "./useDoing";
import { moveEffects, moveTitle } from "./words";

/** The click that makes a move, with why not if it is too late for it. */
export function DoIt({ move }: { move: string }) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useDoing();
  const { command } = useCommandRights();
  if (!command) return null;
  return (
    <>
      <Button
        type="primary"
        size="small"
        loading={busy}
        onClick={() => run(() => adoptMove(move, boardStore.get()?.plan?.version ?? 0))}
        data-testid="do-it"
      >
        {busy ? t("command.doing") : t("command.do")}
      </Button>
      <Refusal why={refusal} />
    </>
  );
}

export function Effects({ move }: { move: ProposedMove }) {
  const { t } = useTranslation();
  const board = useBoard((held) => held);
  return (
    <span className="effects">
      {moveEffects(move, board, t).map((effect) => (
        <em key={effect.text} className={effect.tone}>
          {effect.text}
        </em>
      ))}
    </span>
  );
}

export function MoveItem({ move }: { move: ProposedMove }) {
  const { t } = useTranslation();
  const board = useBoard((held) => held);
  const opening = move.opening ?? null;
  const crew = move.crew ?? null;
  return (
    <li className="move-item" data-testid={`move-${move.kind}`}>
      <div>
        <button
          type="button"
          className="row-button"
          onClick={() => {
            if (opening) pick({ kind: "opening", id: opening });
            else if (crew) pick({ kind: "crew", id: crew });
          }}
        >
          {moveTitle(move, board, t)}
        </button>
        <Effects move={move} />
      </div>
      <DoIt move={move.id} />
    </li>
  );
}
