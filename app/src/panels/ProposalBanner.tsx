/** Says that a plan waits to be adopted, wherever on the board one is. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { dialogStore } from "../dialogs/proposalDialogStore";
import { hourMinute } from "../shared/format";
import { useBoard } from "../state/current";

export function ProposalBanner() {
  const { t } = useTranslation();
  const proposal = useBoard((board) => board.proposal);
  const zone = useBoard((board) => board.time_zone);
  if (!proposal) return null;
  const finish = hourMinute(Date.parse(proposal.finish_at), zone);
  const first = proposal.kind === "first";
  return (
    <div className="banner" data-testid="proposal-banner">
      <div>
        <b>{first ? t("proposal.waiting") : t("proposal.waitingReplan")}</b>
        <small>
          {first
            ? t("proposal.summaryFirst", { finish, nets: proposal.nets, gates: proposal.gates })
            : t("proposal.summary", { finish, undone: proposal.undone, moved: proposal.jobs_moved })}
        </small>
      </div>
      <Button type="primary" size="small" onClick={() => dialogStore.set({ open: true })} data-testid="proposal-look">
        {t("proposal.look")}
      </Button>
    </div>
  );
}
