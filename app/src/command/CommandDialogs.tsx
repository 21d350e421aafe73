/** The commander's dialogs, fetched when first asked for. */
import { FaultBoundary } from "../faults/FaultBoundary";
import { fetched } from "../faults/fetched";
import { useStore } from "../state/store";
import { closeDialog, commandDialogStore, type CommandDialog } from "./dialogs";

const DecideDialog = fetched(async () => (await import("./DecideDialog")).default);
const RaiseDialog = fetched(async () => (await import("./RaiseDialog")).default);
const RuleDialog = fetched(async () => (await import("./RuleDialog")).default);
const CrewDialog = fetched(async () => (await import("./CrewDialog")).default);
const PointsDialog = fetched(async () => (await import("./PointsDialog")).default);
const WorthDialog = fetched(async () => (await import("./worth/WorthDialog")).default);
const Situation = fetched(async () => (await import("./situation/Situation")).default);

function Opened({ dialog }: { dialog: CommandDialog }) {
  switch (dialog.kind) {
    case "decide":
      return <DecideDialog problem={dialog.problem} />;
    case "raise":
      return <RaiseDialog />;
    case "rule":
      return <RuleDialog />;
    case "crew":
      return <CrewDialog opening={dialog.opening} />;
    case "points":
      return <PointsDialog neighbourhood={dialog.neighbourhood} />;
    case "situation":
      return <Situation />;
    case "worth":
      return <WorthDialog />;
  }
}

export function CommandDialogs() {
  const dialog = useStore(commandDialogStore, (held) => held);
  return dialog ? (
    <FaultBoundary key={dialog.kind} part="dialog" close={closeDialog}>
      <Opened dialog={dialog} />
    </FaultBoundary>
  ) : null;
}
