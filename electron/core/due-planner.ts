import type { Job, Pause } from '#contract/job.ts';
import type { RunReason } from '#contract/run.ts';
import type { ArmedTrigger } from './armed.ts';
import type { Planned } from './planned.ts';
import type { Roster } from './roster.ts';
import type { RunPlanner } from './run-planner.ts';
import { type Decision, settle } from './settle.ts';

/** From triggers that are due to rows and places at the door. */
export class DuePlanner {
  constructor(
    private readonly roster: Roster,
    private readonly runs: RunPlanner,
  ) {}

  /** Decides about every due trigger (first due first) and arms it again; the oldest due comes first. */
  plan(due: ArmedTrigger[], now: number, reason: RunReason, pauseAll: Pause | null): Planned[] {
    const planned: Planned[] = [];
    if (!pauseAll) {
      for (const trigger of due) {
        const plain = this.planPlain(trigger, now);
        if (!plain) break;
        planned.push(plain);
      }
    }
    // What is left was due no earlier than what is planned.
    return planned.concat(this.planRest(due.slice(planned.length), now, reason, pauseAll));
  }

  /**
   * The common case: one occurrence, in time, that nothing holds. Null, and nothing is done, when it is another.
   * 5,000 bells in one second need it quick.
   */
  private planPlain(trigger: ArmedTrigger, now: number): Planned | null {
    const { job } = trigger.owner;
    const dueAt = trigger.nextAt as number;
    if (now - dueAt > job.policy.graceMs || job.pause || (job.skipUntil !== null && job.skipUntil >= dueAt))
      return null;
    const following = trigger.sequence.next(dueAt);
    if (following !== null && following <= now) return null;
    this.roster.arm(trigger, now, following);
    return this.runs.planRun(job, trigger.id, dueAt, 'schedule');
  }

  private planRest(due: ArmedTrigger[], now: number, reason: RunReason, pauseAll: Pause | null): Planned[] {
    const decided: { job: Job; triggerId: number; decision: Decision }[] = [];
    for (const trigger of due) {
      const { job } = trigger.owner;
      const { schedule, sequence, cursor } = trigger;
      const pauses = [pauseAll, job.pause].filter((pause) => pause !== null);
      const { policy, skipUntil } = job;
      const passed = { schedule, sequence, cursor, now, policy, pauses, skipUntil, reason };
      for (const decision of settle(passed)) decided.push({ job, triggerId: trigger.id, decision });
      this.roster.arm(trigger, now);
    }
    decided.sort((a, b) => a.decision.dueAt - b.decision.dueAt || a.triggerId - b.triggerId);
    return decided.map(({ job, triggerId, decision }) => this.runs.plan(job, triggerId, decision));
  }
}
