import type { Job } from '#contract/job.ts';
import type { Sequence } from './sequence.ts';

/** A trigger that the clock makes due. */
export interface ArmedTrigger {
  readonly id: number;
  readonly owner: ArmedJob;
  /** As its spec says. */
  readonly schedule: Sequence;
  /** The same, less what is settled already ahead of a clock that was set back. */
  sequence: Sequence;
  /** Settled up to and including this instant (epoch ms). */
  cursor: number;
  nextAt: number | null;
  /** Whether it rings at `nextAt`. */
  armed: boolean;
}

export interface ArmedJob {
  job: Job;
  /** Those that the clock makes due. */
  readonly triggers: ArmedTrigger[];
}

/** Next due instant of any of the job's triggers, in epoch ms; null when none is armed. */
export function nextRunAt({ triggers }: ArmedJob): number | null {
  let next: number | null = null;
  for (let at = 0; at < triggers.length; at++) {
    const { nextAt } = triggers[at] as ArmedTrigger;
    if (nextAt !== null && (next === null || nextAt < next)) next = nextAt;
  }
  return next;
}
