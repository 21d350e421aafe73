/** At an opening that the plan in force needs nothing at: says that what stood there was taken down. */
import { Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import type { OpeningRow, SessionView } from "../api/types";
import { report } from "../command/calls";
import { Refusal } from "../command/Refusal";
import { useDoing } from "../command/useDoing";
import type { Board } from "../state/board";
import { useNow } from "../state/clock";
import { useBoard } from "../state/current";
import { isPast } from "../state/past";
import { sessionStore } from "../state/start";
import { useStore } from "../state/store";

type Scope = NonNullable<SessionView["scope"]>;

/** Whether something stands there that the plan in force does not need. */
export function standsUnneeded(row: OpeningRow | undefined): row is OpeningRow {
  return row?.role === "inside" && row.stands != null;
}

const MAY: readonly string[] = ["community_lead", "crew_lead", "lender"];

function reaches(row: OpeningRow, { neighbourhoods, crew, organisation }: Scope, board: Board): boolean {
  if (neighbourhoods.includes(row.neighbourhood)) return true;
  if (row.crew && row.crew === crew) return true;
  const community = board.neighbourhoods.get(row.neighbourhood)?.community;
  const lender = board.crews.get(row.crew ?? "")?.lender;
  return organisation !== "" && [community, lender].includes(organisation);
}

/** Commander, lead of the place, or the crew that was there; the server decides, this only hides what it keeps apart. */
export function mayTakeDown(row: OpeningRow, session: SessionView | null, board: Board): boolean {
  if (session?.role === "commander") return true;
  return MAY.includes(session?.role ?? "") && session?.scope !== undefined && reaches(row, session.scope, board);
}

/** The button; nothing where nothing is to be taken down, or for whom it is not. */
export function TakeDown({ opening }: { opening: string }) {
  const { t } = useTranslation();
  const now = useNow();
  const board = useBoard((held) => held);
  const session = useStore(sessionStore, (held) => held);
  const { busy, refusal, run } = useDoing();
  const row = board.openings.get(opening);
  if (isPast() || !standsUnneeded(row) || !mayTakeDown(row, session, board)) return null;
  return (
    <>
      <Popconfirm
        title={t("takeDown.sure", { stands: t(`role.${row.stands ?? "bar"}`) })}
        okText={t("takeDown.yes")}
        cancelText={t("takeDown.no")}
        okButtonProps={{ "data-testid": "taken-down-sure" }}
        onConfirm={() => run(() => report("opening.taken_down", { opening }, now))}
      >
        <Button size="small" loading={busy} data-testid="taken-down">
          {t("takeDown.button")}
        </Button>
      </Popconfirm>
      <Refusal why={refusal} />
    </>
  );
}
