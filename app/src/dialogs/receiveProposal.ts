/** A proposal goes onto the board at once, ahead of the stream that will tell of it too. */
import type { ProposalView } from "../api/types";
import { boardStore } from "../state/current";

export function receiveProposal(proposal: ProposalView | null): void {
  const board = boardStore.get();
  if (board) boardStore.set({ ...board, proposal });
}
