import type { Job } from '#contract/job.ts';
import { isTimed } from '#contract/trigger.ts';
import { Except } from './except.ts';
import { Heap } from './heap.ts';
import { type Sequence, sequenceOf } from './occurrences.ts';

export interface ArmedTrigger {
  readonly id: number;
  readonly jobId: number;
  /** As its spec says. */
  readonly schedule: Sequence;
  /** The same, less what is settled already ahead of a clock that was set back. */
  sequence: Sequence;
  /** Settled up to and including this instant (epoch ms). */
  cursor: number;
  nextAt: number | null;
  /** Grows at each arming; heap entries of an older arming are stale. */
  arming: number;
}

export interface ArmedJob {
  job: Job;
  /** Those that the clock makes due. */
  triggers: ArmedTrigger[];
}

interface Entry {
  trigger: ArmedTrigger;
  arming: number;
}

/** The jobs in memory and a heap of their next occurrences. Holds nothing that the store could not rebuild. */
export class Roster {
  readonly jobs = new Map<number, ArmedJob>();
  private readonly heap = new Heap<Entry>();

  /** Adds or replaces a job; `zone` is what its schedules are read in when it names none. */
  put(job: Job, zone: string): ArmedJob {
    const before = this.jobs.get(job.id)?.triggers ?? [];
    const triggers = job.triggers.flatMap(({ id, spec, cursor }): ArmedTrigger[] => {
      if (!isTimed(spec)) return [];
      const schedule = sequenceOf(spec, job.zone ?? zone, job.policy);
      const known = before.find((trigger) => trigger.id === id)?.sequence;
      const sequence = known instanceof Except ? new Except(schedule, known.instants) : schedule;
      return [{ id, jobId: job.id, schedule, sequence, cursor, nextAt: null, arming: 0 }];
    });
    this.drop(job.id);
    const armed = { job, triggers };
    this.jobs.set(job.id, armed);
    if (job.enabled) for (const trigger of triggers) this.arm(trigger, trigger.cursor);
    return armed;
  }

  drop(jobId: number): void {
    for (const trigger of this.jobs.get(jobId)?.triggers ?? []) trigger.arming++;
    this.jobs.delete(jobId);
  }

  /** Moves a trigger's cursor and arms what comes after it (`next`, where the caller knows it already). */
  arm(trigger: ArmedTrigger, cursor: number, next = trigger.sequence.next(cursor)): void {
    trigger.cursor = cursor;
    trigger.arming++;
    trigger.nextAt = next;
    if (trigger.nextAt !== null) this.heap.push(trigger.nextAt, { trigger, arming: trigger.arming });
  }

  /** Takes every trigger due at or before `now` off the heap, first due first. Each must be armed again. */
  takeDue(now: number): ArmedTrigger[] {
    const due: ArmedTrigger[] = [];
    for (;;) {
      this.dropStale();
      const key = this.heap.peekKey();
      if (key === null || key > now)
        return due.sort((a, b) => (a.nextAt as number) - (b.nextAt as number) || a.id - b.id);
      due.push((this.heap.pop() as Entry).trigger);
    }
  }

  /** Earliest armed occurrence (epoch ms), or null. */
  head(): { at: number; jobId: number } | null {
    this.dropStale();
    const entry = this.heap.peek();
    return entry ? { at: this.heap.peekKey() as number, jobId: entry.trigger.jobId } : null;
  }

  /** Counts a trigger from `cursor` again; of what follows, the instants of `settled` do not ring. */
  recount(trigger: ArmedTrigger, cursor: number, settled: number[]): void {
    trigger.sequence = settled.length > 0 ? new Except(trigger.schedule, settled) : trigger.schedule;
    if (this.jobs.get(trigger.jobId)?.job.enabled) this.arm(trigger, cursor);
    else trigger.cursor = cursor;
  }

  private dropStale(): void {
    for (let top = this.heap.peek(); top && top.arming !== top.trigger.arming; top = this.heap.peek()) this.heap.pop();
  }
}

/** Next due instant of any of the job's triggers, in epoch ms; null when none is armed. */
export function nextRunAt(armed: ArmedJob): number | null {
  let next: number | null = null;
  for (const { nextAt } of armed.triggers) if (nextAt !== null && (next === null || nextAt < next)) next = nextAt;
  return next;
}
