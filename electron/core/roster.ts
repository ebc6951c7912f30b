import type { Job } from '#contract/job.ts';
import { isTimed } from '#contract/trigger.ts';
import { Agenda } from './agenda.ts';
import type { ArmedJob, ArmedTrigger } from './armed.ts';
import { Except } from './except.ts';
import { sequenceOf } from './occurrences.ts';
import type { Settlement } from './ports.ts';

/** The jobs in memory and the agenda of their next occurrences. Holds nothing that the store could not rebuild. */
export class Roster {
  readonly jobs = new Map<number, ArmedJob>();
  /** Those with a pause of their own, so that a wake does not look at all the others. */
  readonly paused = new Set<ArmedJob>();
  private readonly agenda = new Agenda();

  /** Adds or replaces a job; `zone` is what its schedules are read in when it names none. */
  put(job: Job, zone: string): ArmedJob {
    const before = this.jobs.get(job.id)?.triggers ?? [];
    this.drop(job.id);
    const armed: ArmedJob = { job, triggers: [] };
    for (const { id, spec, cursor } of job.triggers) {
      if (!isTimed(spec)) continue;
      const schedule = sequenceOf(spec, job.zone ?? zone, job.policy);
      const known = before.find((trigger) => trigger.id === id)?.sequence;
      const sequence = known instanceof Except ? new Except(schedule, known.instants) : schedule;
      armed.triggers.push({ id, owner: armed, schedule, sequence, cursor, nextAt: null, armed: false });
    }
    this.jobs.set(job.id, armed);
    if (job.pause) this.paused.add(armed);
    if (job.enabled) for (const trigger of armed.triggers) this.arm(trigger, trigger.cursor);
    return armed;
  }

  drop(jobId: number): void {
    const armed = this.jobs.get(jobId);
    if (!armed) return;
    for (const trigger of armed.triggers) trigger.armed = false;
    this.jobs.delete(jobId);
    this.paused.delete(armed);
  }

  /** Moves a trigger's cursor and arms what comes after it (`next`, where the caller knows it already). */
  arm(trigger: ArmedTrigger, cursor: number, next = trigger.sequence.next(cursor)): void {
    trigger.cursor = cursor;
    // Where it is down already, it stays: each trigger rings once at an instant.
    if (trigger.armed && trigger.nextAt === next) return;
    trigger.nextAt = next;
    trigger.armed = next !== null;
    if (next !== null) this.agenda.add(trigger, next);
  }

  /** The ledger has it now when these jobs ring next. In place: a copy of each costs thousands of bells in one second dearly. */
  noteKept(nextRuns: Settlement['nextRuns']): void {
    for (const { jobId, nextRunAt } of nextRuns) {
      const armed = this.jobs.get(jobId);
      if (armed) armed.job.nextRunAt = nextRunAt;
    }
  }

  /** False once its job was dropped or put anew. */
  holds({ owner }: ArmedTrigger): boolean {
    return this.jobs.get(owner.job.id) === owner;
  }

  /** Takes every trigger due at or before `now`, first due first. Each must be armed again. */
  takeDue(now: number): ArmedTrigger[] {
    return this.agenda.takeDue(now);
  }

  /** Earliest armed occurrence (epoch ms), or null. */
  head(): { at: number; jobId: number } | null {
    const head = this.agenda.head();
    return head && { at: head.at, jobId: head.trigger.owner.job.id };
  }

  /** Counts a trigger from `cursor` again; of what follows, the instants of `settled` do not ring. */
  recount(trigger: ArmedTrigger, cursor: number, settled: number[]): void {
    trigger.sequence = settled.length > 0 ? new Except(trigger.schedule, settled) : trigger.schedule;
    if (this.holds(trigger) && trigger.owner.job.enabled) this.arm(trigger, cursor);
    else trigger.cursor = cursor;
  }
}
