/** Says that a plan waits to be adopted, wherever on the board one is. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { ProposalView } from "../api/types";
import { dialogStore } from "../dialogs/proposalDialogStore";
import { hourMinute } from "../shared/format";
import { useBoard } from "../state/current";
import { isPast } from "../state/past";

/** A plan that leaves openings out must not look like one that closes them all. */
function summaryOf(proposal: ProposalView) {
  if (proposal.kind === "replan") return "proposal.summary";
  if (proposal.undone === 0) return "proposal.summaryFirst";
  const all = proposal.nets + proposal.gates + proposal.emergency;
  return proposal.undone >= all ? "proposal.summaryNobody" : "proposal.summaryFirstUndone";
}

export function ProposalBanner() {
  const { t } = useTranslation();
  const proposal = useBoard((board) => board.proposal);
  const zone = useBoard((board) => board.time_zone);
  if (!proposal) return null;
  const finish = hourMinute(Date.parse(proposal.finish_at), zone);
  return (
    <div className="banner" data-testid="proposal-banner">
      <div>
        <b>{proposal.kind === "first" ? t("proposal.waiting") : t("proposal.waitingReplan")}</b>
        <small>
          {t(summaryOf(proposal), {
            finish,
            nets: proposal.nets,
            gates: proposal.gates,
            undone: proposal.undone,
            moved: proposal.jobs_moved,
          })}
        </small>
      </div>
      {isPast() ? null : (
        <Button type="primary" size="small" onClick={() => dialogStore.set({ open: true })} data-testid="proposal-look">
          {t("proposal.look")}
        </Button>
      )}
    </div>
  );
}
