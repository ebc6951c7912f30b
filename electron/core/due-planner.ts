import type { Job, Pause } from '#contract/job.ts';
import type { RunReason } from '#contract/run.ts';
import type { Launcher } from './launcher.ts';
import type { Planned } from './planned.ts';
import type { ArmedTrigger, Roster } from './roster.ts';
import { type Decision, settle } from './settle.ts';

/** From triggers that are due to rows and places at the door. */
export class DuePlanner {
  constructor(
    private readonly roster: Roster,
    private readonly launcher: Launcher,
  ) {}

  /** Decides about every due trigger and arms it again; the oldest due comes first. */
  plan(due: ArmedTrigger[], now: number, reason: RunReason, pauseAll: Pause | null): Planned[] {
    const plain = pauseAll ? null : this.followingOf(due, now);
    if (plain) return due.map((trigger, at) => this.planPlain(trigger, now, plain[at] as number | null));
    const decided: { job: Job; triggerId: number; decision: Decision }[] = [];
    for (const trigger of due) {
      const job = this.jobOf(trigger);
      const { schedule, sequence, cursor } = trigger;
      const pauses = [pauseAll, job.pause].filter((pause) => pause !== null);
      const { policy, skipUntil } = job;
      const passed = { schedule, sequence, cursor, now, policy, pauses, skipUntil, reason };
      for (const decision of settle(passed)) decided.push({ job, triggerId: trigger.id, decision });
      this.roster.arm(trigger, now);
    }
    decided.sort((a, b) => a.decision.dueAt - b.decision.dueAt || a.triggerId - b.triggerId);
    return decided.map(({ job, triggerId, decision }) => this.launcher.plan(job, triggerId, decision));
  }

  /**
   * What comes after each of the due, when all are the common case: one occurrence, in time, that nothing holds. Else
   * null. 5,000 bells in one second need it quick.
   */
  private followingOf(due: ArmedTrigger[], now: number): (number | null)[] | null {
    const following: (number | null)[] = [];
    for (const trigger of due) {
      const job = this.jobOf(trigger);
      const first = trigger.nextAt as number;
      if (now - first > job.policy.graceMs || job.pause || (job.skipUntil !== null && job.skipUntil >= first))
        return null;
      const next = trigger.sequence.next(first);
      if (next !== null && next <= now) return null;
      following.push(next);
    }
    return following;
  }

  private planPlain(trigger: ArmedTrigger, now: number, following: number | null): Planned {
    const dueAt = trigger.nextAt as number;
    this.roster.arm(trigger, now, following);
    return this.launcher.planRun(this.jobOf(trigger), trigger.id, dueAt, 'schedule');
  }

  /** A trigger on the heap belongs to a job of the roster. */
  private jobOf(trigger: ArmedTrigger): Job {
    return (this.roster.jobs.get(trigger.jobId) as { job: Job }).job;
  }
}
