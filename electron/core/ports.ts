import type { Action, ActionKind, ActionOf } from '#contract/action.ts';
import type { MailReceipt, RunFilter, RunPage, StoreStatus, Totals, TotalsFilter } from '#contract/api.ts';
import type { Backup, BackupKind, RestorePlan } from '#contract/backup.ts';
import type { Band } from '#contract/band.ts';
import type { ExchangeFile, ExchangeFormat } from '#contract/exchange.ts';
import type { Job, JobChanges, JobDraft, JobStats, JobSummary, Pause } from '#contract/job.ts';
import type { MailAccount } from '#contract/mail.ts';
import type { Delivery, NoticeKind } from '#contract/notification.ts';
import type {
  Attempt,
  EnvironmentState,
  LaunchEnvironment,
  OutputChunk,
  OutputStream,
  Run,
  RunCause,
  RunReason,
  RunStatus,
  TestEnd,
} from '#contract/run.ts';
import type { Protection, Secret } from '#contract/secret.ts';
import type { Settings, SettingsChanges } from '#contract/settings.ts';
import type { LaneRun } from '#contract/timeline.ts';
import type { FilesSpec } from '#contract/trigger.ts';
import type { WindowPlaces } from '#contract/window-place.ts';

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

/** A row that settles something ahead of where its trigger is counted from. */
export interface SettledAhead {
  id: number;
  triggerId: number;
  dueAt: number;
  dueUntil: number;
  count: number;
}

/** Where a row for many occurrences ends from now on. */
export interface RangeCut {
  id: number;
  dueUntil: number;
  count: number;
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

/** The environment that the user's terminal has. */
export interface UserEnvironment {
  readonly state: EnvironmentState;
  /** Looks again; calls during a look share it. Never rejects. */
  refresh(): Promise<EnvironmentState>;
}

/** What another scheduler of this computer holds, as it writes it. */
export interface FoundSchedule {
  from: ExchangeFormat;
  place: string;
  name?: string;
  text: string;
}

/** The other schedulers of this computer, and whose they are. */
export interface Neighbours {
  home: string;
  user: string;
  /** The user's login shell. */
  shell: string;
  /** Looks for what they hold; bounded in size and time, and never rejects. */
  find(): Promise<FoundSchedule[]>;
  /** Lets the person choose a folder and writes files there; null = none chosen. @throws BelfryError `conflict`, `unavailable` */
  save(files: ExchangeFile[]): Promise<string | null>;
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
  /**
   * Rows of timed triggers with an occurrence after `now` or, where that is earlier, the trigger's cursor; and single ones
   * before, where a row for many reaches from before them beyond `now`.
   */
  settledAhead(now: number): Promise<SettledAhead[]>;
  /** Moves cursors back and cuts rows, in one transaction; resolves to the rows that were cut. */
  rewind(change: { cursors: TriggerCursor[]; cuts: RangeCut[] }): Promise<Run[]>;
  /** Patches rows; calls of one tick commit together. */
  patchRun(id: number, patch: RunPatch): Promise<Run>;
  /** Without an environment, the one saved before stays. */
  saveAttempt(
    runId: number,
    attempt: Attempt,
    process: ProcessMark | null,
    environment?: LaunchEnvironment,
  ): Promise<void>;
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
  backups: BackupStore;
  deliveries: DeliveryStore;
  bands: BandStore;
  troubles: TroubleStore;
  /** What the database itself finds wrong with its file, and how large that is. */
  integrity(): Promise<{ problems: string[]; bytes: number }>;
}

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
  /** Runs that wait for their start though due before `before`. */
  waiting(before: number): Promise<Run[]>;
  dismissed(): Promise<Set<string>>;
  dismiss(key: string, at: number): Promise<void>;
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

/** Occurrences of one row that did not ring when due: missed for good, or made up later. Epoch ms. */
export type Miss = Pick<Run, 'jobId' | 'dueAt' | 'dueUntil' | 'count'>;

export interface RunReader {
  get(id: number): Promise<{ run: Run; attempts: Attempt[] } | null>;
  list(filter: RunFilter): Promise<RunPage>;
  /** What an attempt (absent = the latest) was started with; null where nothing is kept. */
  environment(id: number, attempt?: number): Promise<(LaunchEnvironment & { attempt: number }) | null>;
  /** Sums over rows; every row with status `missed` counts with all that it stands for. */
  totals(filter: TotalsFilter): Promise<Totals>;
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
  windowPlaces(): Promise<WindowPlaces>;
  setWindowPlaces(places: WindowPlaces): Promise<void>;
  /** Time of the last sign of life (epoch ms), null on the very first start. */
  aliveAt(): Promise<number | null>;
  setAliveAt(at: number): Promise<void>;
}

/** What keeps secrets from other eyes: the system's key store. Synchronous, as the system's own interface is. */
export interface KeyStore {
  /** Whether what it seals is safe from other programs that cannot ask it. */
  readonly isSafe: boolean;
  /** Its name, for people who look for it. */
  readonly backend: string;
  seal(text: string): Uint8Array;
  /** Throws when it did not seal this, or cannot open it any more. */
  open(sealed: Uint8Array): string;
}

/** A secret without its value. */
export type SecretFacts = Omit<Secret, 'usedBy'>;

/** Where secrets are kept: neither in the ledger nor in anything that leaves the application. */
export interface SecretKeeper {
  /** @throws BelfryError `not-found` or `unavailable`, a sentence that names the secret */
  value(name: string): string;
  /** All values that can be read; the same array until one changes. */
  readonly values: readonly string[];
  list(): { protection: Protection; backend: string; secrets: SecretFacts[] };
  /** @throws BelfryError `refused` (field `allowWeak`) where there is no key store and nobody agreed to do without */
  set(name: string, value: string, allowWeak: boolean, now: number): Promise<void>;
  /** @throws BelfryError `not-found` */
  remove(name: string): Promise<void>;
}

/** Puts secrets into what is about to be used, and takes them out of what comes back. */
export interface Secrets {
  /**
   * Puts the values in the place of `${secret:NAME}`.
   * @throws BelfryError `not-found` or `unavailable`, a sentence that names the secret
   */
  resolve(text: string): string;
  /** Puts dots in the place of every secret, also where it is encoded as Base64, JSON or in a URL. */
  mask(text: string): string;
  /** The same for the output of one attempt, wherever its pieces are cut, with the secrets as they are now. */
  masker(write: (stream: OutputStream, bytes: Uint8Array) => void): OutputMasker;
}

export interface OutputMasker {
  write(stream: OutputStream, bytes: Uint8Array): void;
  /** Masks what is said about the attempt. */
  text(said: string): string;
  /** Gives out what was held back because a secret could have begun there. */
  end(): void;
}

/** Copies of the ledger, and what takes its place. */
export interface BackupStore {
  /**
   * Copies the ledger as it is now to `file`, whole or not at all, while it goes on being written; checks the copy.
   * @throws BelfryError `conflict` when the file is there and may not be replaced, `unavailable` when it cannot be written
   */
  create(file: string, kind: BackupKind, now: number, overwrite?: boolean): Promise<Backup>;
  /** A new copy in a folder, which is made when absent. */
  createIn(folder: string, kind: BackupKind, now: number): Promise<Backup>;
  /** The copies of this ledger in a folder, and those made before a restore, newest first. */
  list(folder: string): Promise<Backup[]>;
  /** Deletes all but the newest `keep` of each kind that is made unasked. Returns the files that are gone. */
  prune(folder: string, keep: number): Promise<string[]>;
  /**
   * Prepares a copy to take the ledger's place, brought up to date. Nothing changes before `commit`.
   * @throws BelfryError `unavailable`, a sentence: no file, no ledger, damaged, or written by a newer Belfry
   */
  stage(file: string): Promise<StagedRestore>;
}

export interface StagedRestore {
  plan: Omit<RestorePlan, 'missingSecrets'>;
  /** What its jobs refer to. */
  jobs: Job[];
  /**
   * Puts it in the ledger's place. Schedules go on from `now`. Nobody may use the store meanwhile, and nothing may run.
   * Returns the file that the ledger was before. When it fails, the old ledger is open again.
   */
  commit(now: number): Promise<string>;
  discard(): Promise<void>;
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
  /** What its process was started with; absent where it has none. */
  readonly environment?: LaunchEnvironment;
  /** Asks the whole process tree to end. */
  stop(): void;
  /** Ends the whole process tree by force. */
  kill(): void;
}

/** Starts one kind of action. Never throws: what cannot start resolves to an Outcome with an error. */
export type StartAction<K extends ActionKind> = (action: ActionOf<K>, context: ActionContext) => ActionHandle;
export type Actions = { [K in ActionKind]: StartAction<K> };
export type Executor = (action: Action, context: ActionContext) => ActionHandle;

/** A mail to be sent. */
export interface Mail {
  to: string[];
  cc?: string[];
  bcc?: string[];
  subject: string;
  text: string;
  /** Absolute paths of files. */
  attachments?: string[];
}

/**
 * Hands a mail to the account's server. Rejects with a BelfryError (`unavailable`, one sentence) when the server takes
 * it for nobody; recipients it refused one by one are in the receipt. `signal` ends the conversation at once.
 */
export type SendMail = (account: MailAccount, mail: Mail, signal?: AbortSignal) => Promise<MailReceipt>;

/** Where core announces what happened; must be quick and never throw. */
export interface Announcer {
  runs(rows: Run[]): void;
  jobs(ids: Iterable<number>): void;
  scheduler(): void;
  output(runId: number, chunks: OutputChunk[]): void;
  testOutput(id: number, chunks: OutputChunk[]): void;
  testEnd(id: number, end: TestEnd): void;
}

/** Something a person is told about a run. */
export interface Notice {
  kind: NoticeKind;
  job: { id: number; name: string; tags: string[] };
  /** The run it is about; of several, the latest. */
  run: Run;
  /** How many such events it stands for, and the first of them (epoch ms). */
  count: number;
  since: number;
  /** "Renew certificates failed", and its cause in a sentence. */
  title: string;
  body: string;
  /** The last lines of the output; '' where there are none. */
  tail: string;
}

export type PingState = 'start' | 'success' | 'fail';

/** The ways of telling. Promises reject with a sentence when it did not get there. */
export interface Notifier {
  desktop(notice: Notice): void;
  email(to: string, notice: Notice): Promise<void>;
  webhook(url: string, notice: Notice): Promise<void>;
  /** `text` goes along as the body. */
  ping(url: string, state: PingState, text: string): Promise<void>;
}

/** A bell to come. */
export interface Upcoming {
  jobId: number;
  job: string;
  /** Epoch ms. */
  at: number;
}
