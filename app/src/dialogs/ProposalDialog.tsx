/** The proposal on the table: what it would change, and the decision. */
import { Button, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { adoptPlan } from "../api/calls";
import { boardStore, useBoard } from "../state/current";
import { useStore } from "../state/store";
import { ProposalFacts } from "./ProposalFacts";
import { dialogStore } from "./proposalDialogStore";
import { receiveProposal } from "./receiveProposal";
import { refusalText } from "./refusalWords";

export default function ProposalDialog() {
  const { t } = useTranslation();
  const open = useStore(dialogStore, (dialog) => dialog.open);
  const proposal = useBoard((board) => board.proposal);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState("");

  function close(): void {
    dialogStore.set({ open: false });
    setRefusal("");
  }

  async function adopt(id: string): Promise<void> {
    const board = boardStore.get();
    setBusy(true);
    setRefusal("");
    try {
      await adoptPlan(id, board?.plan?.version ?? 0);
      receiveProposal(null);
      close();
    } catch (error) {
      setRefusal(refusalText(error, t, board?.time_zone));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal
      open={open && proposal != null}
      onCancel={close}
      title={proposal?.kind === "replan" ? t("proposal.titleReplan") : t("proposal.title")}
      footer={
        <>
          <Button onClick={close}>{t("proposal.later")}</Button>
          <Button type="primary" loading={busy} onClick={() => proposal && void adopt(proposal.id)} data-testid="adopt">
            {t("proposal.adopt")}
          </Button>
        </>
      }
    >
      {proposal ? <ProposalFacts proposal={proposal} /> : null}
      {refusal ? (
        <p className="refusal" role="alert" data-testid="refusal">
          {refusal}
        </p>
      ) : null}
    </Modal>
  );
}
