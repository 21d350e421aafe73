/** What is said of the crew's own steps. */
import { jobName, type Words } from "../phone/words";
import type { StepNow } from "./night/fold";

/** What a step is called: its opening or its yard. */
export function titleOf(step: StepNow, t: Words): string {
  return step.job ? jobName(step.job.job, t) : (step.yard?.name ?? step.step.at);
}
