/** Which of the commander's dialogs is open. */
import { createStore } from "../state/store";

export type CommandDialog =
  | { kind: "decide"; problem: string | null }
  | { kind: "crew"; opening: string }
  | { kind: "rule" }
  | { kind: "raise" }
  | { kind: "situation" }
  | { kind: "worth" }
  | { kind: "points"; neighbourhood: string };

export const commandDialogStore = createStore<CommandDialog | null>(null);

export function openDialog(dialog: CommandDialog): void {
  commandDialogStore.set(dialog);
}

export function closeDialog(): void {
  commandDialogStore.set(null);
}
