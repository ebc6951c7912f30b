import { z } from 'zod';
import { backup, backupList, filePath, restored, restorePlan } from './backup.ts';
import {
  exchangeExport,
  exchangeFormat,
  exchangeNote,
  exchangeReading,
  exchangeSource,
  exchangeText,
} from './exchange.ts';
import { job, jobChanges, jobDraft, jobId, jobSummary, pause } from './job.ts';
import { mailAccount, mailAddress } from './mail.ts';
import { attempt, outputChunk, run, runStatus } from './run.ts';
import { scheduleQuery, scheduleReading } from './schedule.ts';
import { secretDraft, secretList, secretName } from './secret.ts';
import { settings, settingsChanges } from './settings.ts';
import { instant } from './time.ts';

const nothing = z.undefined();
const done = z.void();
const runId = z.int('A run is named by its id, a whole number.').positive();
const byRun = z.object({ id: runId });
/** A job by id, or by name in any letter case. */
export const jobRef = z.union([jobId, z.string().trim().min(1).max(100)], {
  error: 'Name a job by its id or its name.',
});
const byJob = z.object({ job: jobRef });
const jobRefs = z.array(jobRef).min(1, 'Name at least one job.').max(10_000);

export const runFilter = z.object({
  job: jobRef.optional(),
  status: z.array(runStatus).max(20).optional(),
  /** Epoch ms, inclusive. */
  since: instant.optional(),
  until: instant.optional(),
  /** Text in the job's name, the error or the output. */
  search: z.string().max(500).optional(),
  /** Cursor from the previous page. */
  before: z.object({ at: instant, id: runId }).optional(),
  limit: z.int().min(1).max(1000).default(100),
});
export type RunFilter = z.infer<typeof runFilter>;

export const runPage = z.object({
  runs: z.array(run),
  next: z.object({ at: instant, id: runId }).nullable(),
});
export type RunPage = z.infer<typeof runPage>;

/** The scheduler in one look. `state` is the tray's priority order without attention. */
export const schedulerStatus = z.object({
  state: z.enum(['off', 'paused', 'running', 'idle']),
  pause: pause.nullable(),
  /** Occurrences held since the pause began. */
  held: z.int().min(0),
  jobs: z.int().min(0),
  armed: z.int().min(0),
  running: z.int().min(0),
  queued: z.int().min(0),
  next: z.object({ at: instant, jobId, job: z.string() }).nullable(),
  /** Names the zone schedules are read in where the job names none. */
  zone: z.string(),
  /** What keeps the scheduler from its work, in one sentence; null when all is well. */
  problem: z.string().nullable(),
  dataFolder: z.string(),
  version: z.string(),
  now: instant,
});
export type SchedulerStatus = z.infer<typeof schedulerStatus>;

/** Today's totals in the computer's zone. */
export const totals = z.object({
  runs: z.int(),
  success: z.int(),
  failed: z.int(),
  missed: z.int(),
  skipped: z.int(),
  busyMs: z.int(),
});
export type Totals = z.infer<typeof totals>;

/** What the mail server made of a mail. */
export const mailReceipt = z.object({
  messageId: z.string(),
  accepted: z.array(z.string()),
  /** With the server's words. */
  rejected: z.array(z.object({ address: z.string(), answer: z.string() })),
  /** The server's last words. */
  answer: z.string(),
});
export type MailReceipt = z.infer<typeof mailReceipt>;

const request = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });

/** Every request any door serves: the window over IPC, the command line over the socket. */
export const requests = {
  'jobs.list': request(nothing, z.array(jobSummary)),
  'jobs.get': request(byJob, jobSummary),
  'jobs.create': request(jobDraft, job),
  'jobs.update': request(z.object({ job: jobRef, changes: jobChanges }), job),
  'jobs.remove': request(byJob, job),
  /** Takes a removed job back out of the Trash. */
  'jobs.restore': request(z.object({ id: jobId }), job),
  'jobs.setEnabled': request(z.object({ job: jobRef, enabled: z.boolean() }), job),
  'jobs.run': request(byJob, run),
  'jobs.skipNext': request(byJob, job),
  'runs.list': request(runFilter, runPage),
  'runs.get': request(byRun, z.object({ run, attempts: z.array(attempt) })),
  'runs.stop': request(byRun, run),
  'runs.output': request(
    z.object({ id: runId, attempt: z.int().positive().optional(), afterSeq: z.int().min(-1).default(-1) }),
    z.object({ chunks: z.array(outputChunk), dropped: z.int(), live: z.boolean() }),
  ),
  'runs.totals': request(z.object({ since: instant }), totals),
  'schedule.read': request(scheduleQuery, scheduleReading),
  'scheduler.status': request(nothing, schedulerStatus),
  'scheduler.pause': request(z.object({ until: instant, jobs: jobRefs.optional() }), schedulerStatus),
  'scheduler.resume': request(z.object({ jobs: jobRefs.optional() }), schedulerStatus),
  'settings.get': request(nothing, settings),
  'settings.set': request(settingsChanges, settings),
  /** Sends a mail from an account that need not be saved; refused with what the mail server said. */
  'mail.test': request(z.object({ account: mailAccount, to: mailAddress }), mailReceipt),
  'secrets.list': request(nothing, secretList),
  /** Stores a secret or gives it a new value. */
  'secrets.set': request(secretDraft, secretList),
  'secrets.remove': request(z.object({ name: secretName }), secretList),
  'backup.list': request(nothing, backupList),
  /** Copies the ledger; `file` null = into the backup folder. */
  'backup.create': request(
    z.object({ file: filePath.nullable().default(null), overwrite: z.boolean().default(false) }),
    backup,
  ),
  /** What a restore would change; changes nothing. */
  'backup.inspect': request(z.object({ file: filePath }), restorePlan),
  /** Puts a copy in the ledger's place. Refused while runs go on, unless it may `wait` for them. */
  'backup.restore': request(z.object({ file: filePath, wait: z.boolean().default(false) }), restored),
  /** Lets the person choose a copy, or a folder for copies, in the system's dialog; null = nothing chosen. */
  'backup.choose': request(z.object({ what: z.enum(['file', 'folder']) }), z.string().nullable()),
  /** What an import would make; changes nothing. */
  'exchange.read': request(exchangeText, exchangeReading),
  /** Makes the jobs of a text, or those chosen by their place in its reading; a name that is taken gets a number. */
  'exchange.import': request(
    exchangeText.extend({ choose: z.array(z.int().min(0)).max(10_000).optional() }),
    z.object({ from: exchangeFormat, jobs: z.array(job), notes: z.array(exchangeNote) }),
  ),
  /** Jobs as another scheduler writes them; all without `jobs`. */
  'exchange.export': request(z.object({ jobs: jobRefs.optional(), to: exchangeFormat }), exchangeExport),
  /** The same into files of a folder that the person chooses; null = none was chosen, or there is nothing to write. */
  'exchange.save': request(
    z.object({ jobs: jobRefs.optional(), to: exchangeFormat }),
    z.object({ folder: z.string().nullable(), files: z.array(z.string()), notes: z.array(exchangeNote) }),
  ),
  /** What other schedulers of this computer hold. */
  'exchange.found': request(nothing, z.array(exchangeSource)),
  'app.show': request(z.object({ path: z.string().max(500).optional() }), done),
  'app.quit': request(nothing, done),
  'window.control': request(z.object({ action: z.enum(['minimize', 'maximize', 'close']) }), done),
} as const;

export type Requests = typeof requests;
export type RequestName = keyof Requests;
export type RequestInput<N extends RequestName> = z.input<Requests[N]['input']>;
export type RequestArgs<N extends RequestName> = z.output<Requests[N]['input']>;
export type RequestOutput<N extends RequestName> = z.output<Requests[N]['output']>;

/** What the application must provide so that a door can serve the whole map. */
export type Handlers = {
  [N in RequestName]: (input: RequestArgs<N>) => RequestOutput<N> | Promise<RequestOutput<N>>;
};

/** Everything the application tells its doors without being asked. */
export const events = {
  /** A job was made or changed; also after each change of its next run, pause or last run. */
  'job.changed': jobSummary,
  'job.removed': z.object({ id: jobId }),
  /** Rows that are new or changed, batched. */
  'runs.changed': z.array(run),
  'run.output': z.object({ id: runId, chunks: z.array(outputChunk) }),
  'scheduler.changed': schedulerStatus,
  'settings.changed': settings,
  'secrets.changed': secretList,
  'backups.changed': backupList,
  /** Another ledger took the place of the old one: whatever was asked before is out of date. */
  'ledger.replaced': z.object({}),
  /** Ask the window to show a place, e.g. `/history/42`. */
  'window.navigate': z.object({ path: z.string() }),
} as const;

export type Events = typeof events;
export type EventName = keyof Events;
export type EventPayload<N extends EventName> = z.output<Events[N]>;

/** What a request comes back as, over every door. */
export type Reply<T> = { ok: true; result: T } | { ok: false; error: import('./error.ts').ErrorBody };

/** What preload hands to the window as `window.belfry`. */
export interface BelfryBridge {
  request<N extends RequestName>(name: N, input?: RequestInput<N>): Promise<Reply<RequestOutput<N>>>;
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
  readonly platform: string;
}

/** Hears every event; returned functions of `subscribe` end it. */
export type EventListener = <N extends EventName>(name: N, payload: EventPayload<N>) => void;
