/** The commander's dialogs, fetched when first asked for. */
import { lazy, Suspense } from "react";
import { useStore } from "../state/store";
import { commandDialogStore, type CommandDialog } from "./dialogs";

const DecideDialog = lazy(() => import("./DecideDialog"));
const RaiseDialog = lazy(() => import("./RaiseDialog"));
const RuleDialog = lazy(() => import("./RuleDialog"));
const CrewDialog = lazy(() => import("./CrewDialog"));
const PointsDialog = lazy(() => import("./PointsDialog"));
const Situation = lazy(() => import("./situation/Situation"));

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
  }
}

export function CommandDialogs() {
  const dialog = useStore(commandDialogStore, (held) => held);
  return dialog ? (
    <Suspense fallback={null}>
      <Opened dialog={dialog} />
    </Suspense>
  ) : null;
}
