import type { Job } from '#contract/job.ts';
import type { HistoryRetention, Settings } from '#contract/settings.ts';
import type { Clock, JobKeepRule, KeepRules, Removed, Store, Timers } from './ports.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** After a start there is more urgent work. */
const FIRST_MS = 60_000;
/** What lies in the Trash is gone for good after this. */
export const TRASH_DAYS = 30;

/** What each job keeps: its own rules where it has some, else the settings'. Failures are kept no shorter than the rest. */
export function keepRules(
  settings: HistoryRetention,
  jobs: readonly Pick<Job, 'id' | 'policy'>[],
  now: number,
): KeepRules {
  const before = (days: number | null) => (days === null ? 0 : Math.max(0, now - days * DAY));
  const ruleOf = ({ id, policy: { retention } }: Pick<Job, 'id' | 'policy'>): JobKeepRule => {
    const goodBefore = before(retention.days ?? settings.successDays);
    return {
      job: id,
      goodBefore,
      failedBefore: Math.min(goodBefore, before(settings.failureDays)),
      runs: retention.runs ?? settings.runsPerJob,
    };
  };
  return { jobs: jobs.map(ruleOf), totalBytes: settings.totalBytes, trashBefore: now - TRASH_DAYS * DAY };
}

export interface RetentionParts {
  clock: Pick<Clock, 'now'>;
  timers: Timers;
  store: { jobs: Pick<Store['jobs'], 'all'>; history: Pick<Store['history'], 'sweep'> };
  settings: () => Settings;
  /** What a sweep took away, when it took something. */
  told: (removed: Removed) => void;
  report: (error: unknown) => void;
}

/** Takes old runs out of the history: soon after the start, then every hour. */
export class Retention {
  private readonly cancels: (() => void)[];
  private sweeping: Promise<void> | null = null;
  private stopped = false;

  constructor(private readonly parts: RetentionParts) {
    const { timers } = parts;
    this.cancels = [timers.after(FIRST_MS, () => void this.sweep()), timers.every(HOUR, () => void this.sweep())];
  }

  /** One sweep at a time; resolves when it is over. Never rejects. */
  sweep(): Promise<void> {
    this.sweeping ??= this.sweepOnce().finally(() => {
      this.sweeping = null;
    });
    return this.sweeping;
  }

  /** Ends a sweep under way at its next step. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const cancel of this.cancels) cancel();
    await this.sweeping;
  }

  private async sweepOnce(): Promise<void> {
    const { clock, store, settings, told, report } = this.parts;
    try {
      const now = clock.now();
      const rules = keepRules(settings().retention, await store.jobs.all(), now);
      const removed = await store.history.sweep(rules, now, () => !this.stopped);
      if (removed.runs + removed.jobs > 0) told(removed);
    } catch (error) {
      report(error);
    }
  }
}
