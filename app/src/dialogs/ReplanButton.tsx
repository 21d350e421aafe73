/** Asks for a plan and puts the proposal on the table; a refusal is said beside the button. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { proposePlan } from "../api/calls";
import { useBoard } from "../state/current";
import { createStore, useStore } from "../state/store";
import { dialogStore } from "./proposalDialogStore";
import { receiveProposal } from "./receiveProposal";
import { refusalText } from "./refusalWords";

/** One planning at a time, however many buttons there are. */
const planning = createStore(false);

export function ReplanButton() {
  const { t } = useTranslation();
  const zone = useBoard((board) => board.time_zone);
  const busy = useStore(planning, (value) => value);
  const [refusal, setRefusal] = useState("");

  async function propose(): Promise<void> {
    planning.set(true);
    setRefusal("");
    try {
      receiveProposal(await proposePlan());
      dialogStore.set({ open: true });
    } catch (error) {
      setRefusal(refusalText(error, t, zone));
    } finally {
      planning.set(false);
    }
  }

  return (
    <>
      <Button type="default" size="small" loading={busy} onClick={() => void propose()} data-testid="propose">
        {busy ? t("proposal.working") : t("proposal.proposeAgain")}
      </Button>
      {refusal ? (
        <span className="refusal" role="alert">
          {refusal}
        </span>
      ) : null}
    </>
  );
}
