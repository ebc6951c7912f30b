import type { Action, ActionKind, ActionOf } from '#contract/action.ts';
import type { RunFilter, RunPage, StoreStatus, Totals } from '#contract/api.ts';
import type { Job, JobChanges, JobDraft, JobStats, JobSummary, Pause } from '#contract/job.ts';
import type { Attempt, OutputChunk, OutputStream, Run, RunCause, RunReason, RunStatus } from '#contract/run.ts';
import type { Settings, SettingsChanges } from '#contract/settings.ts';
import type { FilesSpec } from '#contract/trigger.ts';

/** Wall time in epoch ms, and a monotonic reading in ms that no clock step moves. */
export interface Clock {
  now(): number;
  monotonic(): number;
}

/** The one wake: `arm` replaces what was armed before; `ring` is called at or after `at` (epoch ms), at most once an arming. */
export interface Alarm {
  arm(at: number): void;
  disarm(): void;
  onRing(ring: () => void): void;
}

/** Plain timers for retries, timeouts and the watchdog; counted in monotonic ms. Returns a cancel function. */
export interface Timers {
  after(ms: number, run: () => void): () => void;
  every(ms: number, run: () => void): () => void;
}

/** A row to be: an occurrence that starts, waits, or will never run. */
export interface NewRun {
  jobId: number;
  triggerId: number | null;
  dueAt: number;
  dueUntil: number;
  count: number;
  status: Extract<RunStatus, 'queued' | 'running' | 'skipped' | 'missed'>;
  cause: RunCause;
  reason: RunReason | null;
  attempts: number;
  /** Set for `running`. */
  startedAt: number | null;
  /** Grow the trigger's newest row instead, when it has the same status and reason and its dueUntil lies at or after this instant. */
  extendSince?: number;
}

export interface TriggerCursor {
  triggerId: number;
  cursor: number;
}

/** All that one wake settles; one transaction. */
export interface Settlement {
  runs: NewRun[];
  cursors: TriggerCursor[];
  nextRuns: { jobId: number; nextRunAt: number | null }[];
}

/** What changed about a run when an attempt or the run itself ended, or when a queued one starts. */
export type RunPatch = Partial<
  Pick<
    Run,
    | 'status'
    | 'startedAt'
    | 'finishedAt'
    | 'attempt'
    | 'reason'
    | 'exitCode'
    | 'signal'
    | 'error'
    | 'awakeMs'
    | 'leftover'
  >
>;

/** Names a process for good, which its number alone does not: numbers are used again. */
export interface ProcessMark {
  pid: number;
  /** When it started, in the system's own measure. */
  born: number;
  /** What every process of the run carries in its environment. */
  key: string;
}

/** What an earlier process of Belfry left in the ledger. */
export interface Leftover {
  run: Run;
  process: ProcessMark | null;
}

/** Processes that outlived the Belfry that started them. */
export interface ProcessKeeper {
  isAlive(mark: ProcessMark): Promise<boolean>;
  /** Ends it with all it started: politely, by force after 10 s. */
  end(mark: ProcessMark): Promise<void>;
}

/** What the conditions of jobs ask about. */
export interface Surroundings {
  onMains(): boolean;
  online(): boolean;
  /** Ms since somebody last touched the computer. */
  idleMs(): number;
}

/** Watches files; `onChange` is called once a burst, `settleMs` after its last change. Returns what ends it. */
export type WatchFiles = (spec: FilesSpec, onChange: () => void) => () => void;

/** The ledger and the jobs. Every write resolves only when it is on disk. */
export interface Store {
  /**
   * Inserts the rows, moves cursors and next runs, in one transaction. Returns one entry per given run, in order:
   * the stored (or extended) row, or null where (job, trigger, dueAt) was settled before.
   */
  settle(settlement: Settlement): Promise<(Run | null)[]>;
  /** Patches rows; calls of one tick commit together. */
  patchRun(id: number, patch: RunPatch): Promise<Run>;
  saveAttempt(runId: number, attempt: Attempt, process: ProcessMark | null): Promise<void>;
  /**
   * Rows left by an earlier process: running becomes `interrupted` at `now`, queued `skipped`. Returns the interrupted
   * ones, and those found before whose process still lived then.
   */
  interruptLeftovers(now: number): Promise<Leftover[]>;
  runs: RunReader;
  jobs: JobStore;
  output: OutputStore;
  settings: SettingsStore;
  history: HistoryStore;
}

/** What is kept of one job's runs; epoch ms, 0 = no limit by age. */
export interface JobKeepRule {
  job: number;
  /** Rows from before these go: of runs that did not fail, and of those that did. */
  goodBefore: number;
  failedBefore: number;
  /** How many rows stay, failures counted apart; null = any number. */
  runs: number | null;
}

export interface KeepRules {
  jobs: JobKeepRule[];
  /** Size the store may have, bytes. */
  totalBytes: number | null;
  /** Jobs that went to the Trash before this are gone for good. */
  trashBefore: number;
}

/** What a sweep took away; bytes of output. */
export interface Removed {
  runs: number;
  jobs: number;
  bytes: number;
}

export interface HistoryStore {
  status(): Promise<StoreStatus>;
  /**
   * Removes what the rules do not keep, a little at a time while nothing else is written; never a live run, nor a job's
   * newest. Ends early, without harm, when `goesOn` says no.
   */
  sweep(rules: KeepRules, now: number, goesOn: () => boolean): Promise<Removed>;
}

export interface RunReader {
  get(id: number): Promise<{ run: Run; attempts: Attempt[] } | null>;
  list(filter: RunFilter): Promise<RunPage>;
  totals(since: number): Promise<Totals>;
  /** Sum of `count` over rows skipped with reason `paused` whose last due instant is at or after `since`. */
  heldSince(since: number): Promise<number>;
}

export interface JobStore {
  /** All jobs out of the Trash, by name. */
  all(): Promise<Job[]>;
  find(ref: number | string): Promise<Job | null>;
  summaries(ids?: number[]): Promise<Omit<JobSummary, 'schedule'>[]>;
  /** Refuses a name taken by another job out of the Trash (`conflict`, field `name`). Triggers get `cursor` = now. */
  create(draft: JobDraft, now: number, nextRunAt: number | null): Promise<Job>;
  /** Triggers whose spec is unchanged keep their id and cursor, others are replaced with `cursor` = now. */
  update(id: number, changes: JobChanges, now: number): Promise<Job>;
  patch(
    id: number,
    patch: Partial<Pick<Job, 'enabled' | 'nextRunAt' | 'pause' | 'skipUntil'>>,
    now: number,
  ): Promise<Job>;
  setCursors(cursors: TriggerCursor[]): Promise<void>;
  /** Into the Trash; the name is free again. */
  remove(id: number, now: number): Promise<Job>;
  /** Out of the Trash; refuses when the name was taken meanwhile. */
  restore(id: number, now: number): Promise<Job>;
  /** What its kept history adds up to; `starts` = how many runs began in each quarter of an hour (`at`, epoch ms). */
  stats(id: number): Promise<Omit<JobStats, 'heat'> & { starts: { at: number; count: number }[] }>;
}

export interface OutputStore {
  /** A bounded writer for one attempt; `onChunks` receives what was appended, in batches (at most about 10 a second). */
  open(runId: number, attempt: number, capBytes: number, onChunks: (chunks: OutputChunk[]) => void): OutputWriter;
  /** Without an attempt, the latest that printed. `range.limitBytes` absent = no limit. */
  read(runId: number, attempt: number | undefined, afterSeq: number, range?: OutputRange): Promise<OutputPart>;
}

export interface OutputRange {
  /** Exclusive. */
  beforeSeq?: number | undefined;
  from?: 'start' | 'end';
  limitBytes?: number | undefined;
}

export interface OutputPart {
  chunks: OutputChunk[];
  /** Bytes of the run that its cap left out. */
  dropped: number;
  /** Whether the range goes on beyond these chunks. */
  more: boolean;
}

export interface OutputWriter {
  /** Synchronous and bounded: keeps the first and last halves of the cap. `at` is ms since the attempt began. */
  write(stream: OutputStream, bytes: Uint8Array, at: number): void;
  /** Non-null while the store cannot follow: resolves when it takes more. */
  backlog(): Promise<void> | null;
  /** Flushes; resolves to the totals of the run so far. */
  close(): Promise<{ bytes: number; dropped: number }>;
}

export interface SettingsStore {
  get(): Promise<Settings>;
  set(changes: SettingsChanges): Promise<Settings>;
  pause(): Promise<Pause | null>;
  setPause(pause: Pause | null): Promise<void>;
  /** Time of the last sign of life (epoch ms), null on the very first start. */
  aliveAt(): Promise<number | null>;
  setAliveAt(at: number): Promise<void>;
}

/** How an attempt ended by itself; `error` is one sentence, null when all went well. */
export interface Outcome {
  exitCode: number | null;
  signal: string | null;
  error: string | null;
}

export interface ActionContext {
  runId: number;
  attempt: number;
  environment: Record<string, string>;
  /** null = the user's home folder. */
  workingDirectory: string | null;
  output(stream: OutputStream, bytes: Uint8Array): void;
  /** Non-null while the store cannot follow: who can make the job wait stops reading until it resolves. */
  backlog?(): Promise<void> | null;
}

/** An action under way. `done` never rejects. */
export interface ActionHandle {
  readonly process: ProcessMark | null;
  readonly done: Promise<Outcome>;
  /** Asks the whole process tree to end. */
  stop(): void;
  /** Ends the whole process tree by force. */
  kill(): void;
}

/** Starts one kind of action. Never throws: what cannot start resolves to an Outcome with an error. */
export type StartAction<K extends ActionKind> = (action: ActionOf<K>, context: ActionContext) => ActionHandle;
export type Actions = { [K in ActionKind]: StartAction<K> };
export type Executor = (action: Action, context: ActionContext) => ActionHandle;

/** Where core announces what happened; must be quick and never throw. */
export interface Announcer {
  runs(rows: Run[]): void;
  jobs(ids: Iterable<number>): void;
  scheduler(): void;
  output(runId: number, chunks: OutputChunk[]): void;
}

/** A bell to come. */
export interface Upcoming {
  jobId: number;
  job: string;
  /** Epoch ms. */
  at: number;
}
