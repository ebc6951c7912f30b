import type { Band } from '#contract/band.ts';
import type { RunFilter, RunPage, Totals, TotalsFilter } from '#contract/ledger.ts';
import type { Delivery } from '#contract/notification.ts';
import type { Attempt, LaunchEnvironment, Run } from '#contract/run.ts';
import type { LaneRun } from '#contract/timeline.ts';

/** Who was told of which run. */
export interface DeliveryStore {
  add(runId: number, delivery: Delivery): Promise<void>;
  /** Oldest first. */
  of(runId: number): Promise<Delivery[]>;
}

/** Stretches of time in which nothing could ring; kept for about a year. */
export interface BandStore {
  /** Adds a band, or lengthens the newest of its kind where they touch. */
  record(band: Band): Promise<void>;
  /** Takes back what lies after `at` (epoch ms): a clock that went back has not lived it. */
  cut(at: number): Promise<void>;
  /** Those that touch [from, to), oldest first, at most 1000. */
  within(from: number, to: number): Promise<Band[]>;
}

/** What went wrong, of `jobs` or of all. Each answer holds at most one row a job. */
export interface TroubleStore {
  /** Last runs that failed or timed out where nothing has succeeded since, with how many did so in a row (up to 100). */
  failing(jobs: number[] | null): Promise<{ run: Run; inRow: number }[]>;
  /** Newest misses whose last due instant lies at or after `since`, and after which nothing has run. */
  missed(jobs: number[] | null, since: number): Promise<Run[]>;
  /** Newest runs since `since` that began over an hour late. */
  late(jobs: number[] | null, since: number): Promise<Run[]>;
  /** Runs that wait for their start though due before `before`, but not for the end of a wake. */
  waiting(before: number): Promise<Run[]>;
  dismissed(): Promise<Set<string>>;
  dismiss(key: string, at: number): Promise<void>;
}

/** Occurrences of one row that did not ring when due: missed for good, or made up later. Epoch ms. */
export type Miss = Pick<Run, 'jobId' | 'status' | 'dueAt' | 'dueUntil' | 'count'>;

export interface RunReader {
  /** `variables` are what the run alone was given, as far as that is kept. */
  get(id: number): Promise<{ run: Run; attempts: Attempt[]; variables: Record<string, string> | null } | null>;
  list(filter: RunFilter): Promise<RunPage>;
  /** What an attempt (absent = the latest) was started with; null where nothing is kept. */
  environment(id: number, attempt?: number): Promise<(LaunchEnvironment & { attempt: number }) | null>;
  /**
   * Sums over rows; every row with status `missed` counts with all that it stands for. From `lateAfterMs` after its time on
   * a run began late.
   */
  totals(filter: TotalsFilter, lateAfterMs: number): Promise<Totals>;
  /** What did not ring when it was due in a stretch of time, newest first, at most 10,000. */
  misses(filter: TotalsFilter): Promise<Miss[]>;
  /**
   * What lanes show of [from, to]: for each job the newest row of every `stepMs`, and the newest that failed or was
   * missed. Bounded by the steps, however many rows there are. Keys are job ids, rows oldest first.
   */
  lanes(jobs: number[], from: number, to: number, stepMs: number): Promise<Map<number, LaneRun[]>>;
  /** The same of jobs that ring often: when they began (epoch ms, once a step), and the rows that stand out. */
  rhythms(
    jobs: number[],
    from: number,
    to: number,
    stepMs: number,
  ): Promise<Map<number, { began: number[]; runs: LaneRun[] }>>;
  /** Sum of `count` over rows skipped with reason `paused` whose last due instant is at or after `since`. */
  heldSince(since: number): Promise<number>;
}
