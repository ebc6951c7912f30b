import { BelfryError } from '#contract/error.ts';
import type { Job } from '#contract/job.ts';
import { type ArmedJob, nextRunAt } from './armed.ts';
import type { EventTriggers } from './event-triggers.ts';
import type { Clock, Store } from './ports.ts';
import type { Roster } from './roster.ts';

export interface EnrolmentParts {
  clock: Clock;
  store: Pick<Store, 'jobs' | 'settle'>;
  roster: Roster;
  events: EventTriggers;
  /** The zone of jobs that name none. */
  zone: () => string;
  report: (error: unknown) => void;
}

/** Puts jobs of the ledger among those that are armed, and keeps with each when it rings next. */
export class Enrolment {
  constructor(private readonly parts: EnrolmentParts) {}

  /** Every job out of the Trash. One that this version cannot read is reported, and does not silence the others. */
  async all(): Promise<void> {
    for (const job of await this.parts.store.jobs.all()) {
      try {
        this.put(job);
      } catch (error) {
        this.parts.report(error);
      }
    }
  }

  /** Reads one job anew. @throws BelfryError `not-found` */
  async read(jobId: number): Promise<Job> {
    const { store, clock } = this.parts;
    const job = await store.jobs.find(jobId);
    if (!job) throw new BelfryError('not-found', `There is no job with id ${jobId}.`, 'job');
    const armed = this.put(job);
    const next = nextRunAt(armed);
    const fresh = next === job.nextRunAt ? job : await store.jobs.patch(jobId, { nextRunAt: next }, clock.now());
    armed.job = fresh;
    return fresh;
  }

  drop(jobId: number): void {
    this.parts.roster.drop(jobId);
    this.parts.events.drop(jobId);
  }

  dropAll(): void {
    for (const id of [...this.parts.roster.jobs.keys()]) this.drop(id);
  }

  /** Writes down when each job rings next. */
  async keepNextRuns(): Promise<void> {
    await this.keep([...this.parts.roster.jobs.values()]);
  }

  /** The same of those jobs alone of which the ledger has it otherwise; returns their ids. */
  async keepMovedRuns(): Promise<number[]> {
    const moved = [...this.parts.roster.jobs.values()].filter((armed) => nextRunAt(armed) !== armed.job.nextRunAt);
    if (moved.length > 0) await this.keep(moved);
    return moved.map(({ job }) => job.id);
  }

  private async keep(jobs: ArmedJob[]): Promise<void> {
    const { roster, store } = this.parts;
    const nextRuns = jobs.map((armed) => ({ jobId: armed.job.id, nextRunAt: nextRunAt(armed) }));
    await store.settle({ runs: [], cursors: [], nextRuns });
    roster.noteKept(nextRuns);
  }

  private put(job: Job): ArmedJob {
    this.parts.events.put(job);
    return this.parts.roster.put(job, this.parts.zone());
  }
}
