import type { Action, ActionKind, ActionOf } from '#contract/action.ts';
import type { MailReceipt, RunFilter, RunPage, Totals } from '#contract/api.ts';
import type { Backup, BackupKind, RestorePlan } from '#contract/backup.ts';
import type { ExchangeFile, ExchangeFormat } from '#contract/exchange.ts';
import type { Job, JobChanges, JobDraft, JobSummary, Pause } from '#contract/job.ts';
import type { MailAccount } from '#contract/mail.ts';
import type { Attempt, OutputChunk, OutputStream, Run, RunCause, RunReason, RunStatus } from '#contract/run.ts';
import type { Protection, Secret } from '#contract/secret.ts';
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
  backups: BackupStore;
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
  /** Deletes what has lain in the Trash since before `before`, with its history. Returns how many. */
  purgeTrash(before: number): Promise<number>;
}

export interface OutputStore {
  /** A bounded writer for one attempt; `onChunks` receives what was appended, in batches (at most about 10 a second). */
  open(runId: number, attempt: number, capBytes: number, onChunks: (chunks: OutputChunk[]) => void): OutputWriter;
  read(
    runId: number,
    attempt: number | undefined,
    afterSeq: number,
  ): Promise<{ chunks: OutputChunk[]; dropped: number }>;
}

export interface OutputWriter {
  /** Synchronous and bounded: keeps the first and last halves of the cap. `at` is ms since the attempt began. */
  write(stream: OutputStream, bytes: Uint8Array, at: number): void;
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
  /** The copies of this ledger in a folder, newest first; [] where there is no folder. */
  list(folder: string): Promise<Backup[]>;
  /** Deletes all but the newest `keep` daily copies of this ledger. Returns the files that are gone. */
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
}

/** A bell to come. */
export interface Upcoming {
  jobId: number;
  job: string;
  /** Epoch ms. */
  at: number;
}
