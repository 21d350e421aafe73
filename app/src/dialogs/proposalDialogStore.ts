/** Whether the proposal is on the table. */
import { createStore } from "../state/store";

export const dialogStore = createStore<{ open: boolean }>({ open: false });

export function closeProposal(): void {
  dialogStore.set({ open: false });
}
