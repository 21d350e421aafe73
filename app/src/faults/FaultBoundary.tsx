/**
 * Keeps a fault in the part where it arose: that part says that it failed, and everything around it goes on.
 *
 * React itself writes each fault to the console with the components it came through.
 */
import { Component, type ReactNode } from "react";
import { Attempt } from "./attempt";
import { FaultCard } from "./FaultCard";
import type { PartName } from "./names";

interface Props {
  part: PartName;
  /** For a dialog: how it is put away when it cannot be drawn. */
  close?: () => void;
  children: ReactNode;
}

interface State {
  /** Boxed, for anything can be thrown, null too. */
  fault: { thrown: unknown } | null;
  attempt: object;
}

export class FaultBoundary extends Component<Props, State> {
  override state: State = { fault: null, attempt: {} };

  static getDerivedStateFromError(thrown: unknown): Partial<State> {
    return { fault: { thrown } };
  }

  private readonly again = () => this.setState({ fault: null, attempt: {} });

  override render(): ReactNode {
    const { fault, attempt } = this.state;
    const { part, close, children } = this.props;
    if (fault) return <FaultCard part={part} thrown={fault.thrown} again={this.again} close={close} />;
    return <Attempt value={attempt}>{children}</Attempt>;
  }
}
