/** Parts whose code is fetched when they are first shown, and asked for again where that failed. */
import { type ComponentType, createElement, lazy, type ReactNode, Suspense, useContext } from "react";
import { Attempt } from "./attempt";

/** The code of a part did not come: the line is down, or the server has another version by now. */
export class NotFetched extends Error {}

/**
 * A component fetched when it is first shown; `waiting` stands in until then.
 *
 * `lazy` alone remembers for good that a fetch failed. This one asks again when the boundary around it begins another
 * attempt, and not before: a line that is down must not be asked in a circle.
 */
export function fetched<P extends object>(
  load: () => Promise<ComponentType<P>>,
  waiting: ReactNode = null,
): ComponentType<P> {
  const asked = new WeakMap<object, ComponentType<P>>();
  let there: ComponentType<P> | null = null;

  async function ask(): Promise<{ default: ComponentType<P> }> {
    try {
      there = await load();
      return { default: there };
    } catch (error) {
      throw new NotFetched(error instanceof Error ? error.message : String(error), { cause: error });
    }
  }

  /** The same for one attempt whatever happens: another would lose what the part holds. */
  function partFor(attempt: object): ComponentType<P> {
    const part = asked.get(attempt) ?? there ?? lazy(ask);
    asked.set(attempt, part);
    return part;
  }

  return function Fetched(props: P) {
    const part = partFor(useContext(Attempt));
    return <Suspense fallback={waiting}>{createElement(part, props)}</Suspense>;
  };
}
