import { z } from 'zod';
import { attention } from './attention.ts';
import { backup, backupList, filePath, restored, restorePlan } from './backup.ts';
import { bandList, clockJump } from './band.ts';
import { diagnosis } from './diagnosis.ts';
import {
  exchangeExport,
  exchangeFormat,
  exchangeNote,
  exchangeReading,
  exchangeSource,
  exchangeText,
} from './exchange.ts';
import { job, jobChanges, jobId, jobRef, jobStats, jobSummary, jobTrial, newJob, variables } from './job.ts';
import { exportFormat, outputRange, runFilter, runPage, storeStatus, totals, totalsFilter } from './ledger.ts';
import { mailAccount, mailAddress, mailReceipt } from './mail.ts';
import { delivery, noticeChannel } from './notification.ts';
import { attempt, environmentState, launchEnvironment, outputChunk, run, runId, testEnd } from './run.ts';
import { scheduleQuery, scheduleReading, scheduleSuggestion } from './schedule.ts';
import { secretDraft, secretList, secretName } from './secret.ts';
import { settings, settingsChanges } from './settings.ts';
import { schedulerStatus } from './status.ts';
import { instant } from './time.ts';
import { bells, timeline, timelineQuery } from './timeline.ts';
import { updateState } from './update.ts';

const windowAction = z.enum(['minimize', 'maximize', 'close', 'keep']);
export type WindowAction = z.infer<typeof windowAction>;

const nothing = z.undefined();
const done = z.void();
const byRun = z.object({ id: runId });
/** Test runs are numbered by themselves, from the start of the application on. */
const testId = z.int().positive();
const byTest = z.object({ id: testId });
const byJob = z.object({ job: jobRef });
const jobRefs = z.array(jobRef).min(1, 'Name at least one job.').max(10_000);

const attemptNumber = z.int().positive().optional();

const request = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });

/** Every request any door serves: the window over IPC, the command line over the socket. */
export const requests = {
  'jobs.list': request(nothing, z.array(jobSummary)),
  'jobs.get': request(byJob, jobSummary),
  'jobs.create': request(newJob, job),
  'jobs.update': request(z.object({ job: jobRef, changes: jobChanges }), job),
  'jobs.remove': request(byJob, job),
  /** Takes a removed job back out of the Trash. */
  'jobs.restore': request(z.object({ id: jobId }), job),
  'jobs.setEnabled': request(z.object({ job: jobRef, enabled: z.boolean() }), job),
  /** Runs a job now; the variables are of this run only, over those of the job. */
  'jobs.run': request(byJob.extend({ variables: variables.optional() }), run),
  'jobs.skipNext': request(byJob, job),
  'jobs.stats': request(byJob, jobStats),
  /** Runs a draft once as a run would, and records nothing; events tell its output and its end. */
  'jobs.test': request(jobTrial, byTest),
  'jobs.stopTest': request(byTest, done),
  'runs.list': request(runFilter, runPage),
  /** `variables` are those that this run alone was given, as far as they are kept; null without any. */
  'runs.get': request(
    byRun,
    z.object({ run, attempts: z.array(attempt), variables: z.record(z.string(), z.string()).nullable() }),
  ),
  /** Runs its job now, with the variables that this run alone had. Refused where one of them is not kept. */
  'runs.again': request(byRun, run),
  'runs.stop': request(byRun, run),
  /** Without an attempt, the latest that printed. `more`: the range goes on beyond what is given. */
  'runs.output': request(
    z.object({ id: runId, attempt: attemptNumber, ...outputRange.shape }),
    z.object({
      chunks: z.array(outputChunk),
      /** Bytes of the run that the cap left out. */
      dropped: z.int(),
      live: z.boolean(),
      more: z.boolean(),
    }),
  ),
  /** Writes what is kept of an attempt's output to a file of the user's choice; null = they thought better of it. */
  'runs.saveOutput': request(
    z.object({ id: runId, attempt: attemptNumber }),
    z.object({ file: z.string().nullable() }),
  ),
  /** Opens a copy of it in the program that the desktop has for text. */
  'runs.openOutput': request(z.object({ id: runId, attempt: attemptNumber }), z.object({ file: z.string() })),
  /** Who was told of a run, oldest first. */
  'runs.notices': request(byRun, z.array(delivery)),
  /** What the latest attempt, or the one named, was started with; secrets are masked. */
  'runs.environment': request(byRun.extend({ attempt: z.int().positive().optional() }), launchEnvironment),
  'runs.totals': request(totalsFilter, totals),
  /** Writes every row that a filter lets through to a file of the user's choice; null = they thought better of it. */
  'runs.export': request(
    z.object({ filter: runFilter.omit({ before: true, limit: true }), format: exportFormat }),
    z.object({ file: z.string().nullable(), runs: z.int().min(0) }),
  ),
  'bands.list': request(
    z
      .object({ from: instant, to: instant, job: jobRef.optional() })
      .refine(({ from, to }) => to > from, { error: 'The stretch of time must end after it begins.', path: ['to'] }),
    bandList,
  ),
  'timeline.read': request(timelineQuery, timeline),
  'bells.read': request(nothing, bells),
  'attention.list': request(nothing, z.array(attention)),
  /** Takes a row off the list until it happens again. */
  'attention.dismiss': request(z.object({ key: attention.options[0].shape.key }), done),
  'schedule.read': request(scheduleQuery, scheduleReading),
  /** For words that cannot be read: what was likely meant; null = nobody knows, or they can be read. */
  'schedule.suggest': request(
    z.object({ schedule: z.string().max(500), zone: scheduleQuery.shape.zone }),
    scheduleSuggestion.nullable(),
  ),
  'scheduler.status': request(nothing, schedulerStatus),
  'scheduler.pause': request(z.object({ until: instant, jobs: jobRefs.optional() }), schedulerStatus),
  'scheduler.resume': request(z.object({ jobs: jobRefs.optional() }), schedulerStatus),
  'store.status': request(nothing, storeStatus),
  /** Tells one address of nothing in particular, so that a person sees whether it works. Refused with what went wrong. */
  'notifications.test': request(z.object({ channel: noticeChannel, target: z.string().max(2000) }), done),
  'environment.get': request(nothing, environmentState),
  /** Asks the user's shell again what a terminal has. */
  'environment.refresh': request(nothing, environmentState),
  'settings.get': request(nothing, settings),
  'settings.set': request(settingsChanges, settings),
  /** Sends a mail from an account that need not be saved; refused with what the mail server said. */
  'mail.test': request(z.object({ account: mailAccount, to: mailAddress }), mailReceipt),
  'secrets.list': request(nothing, secretList),
  /** Stores a secret or gives it a new value. */
  'secrets.set': request(secretDraft, secretList),
  /** Has a person asked for the key store's password, where it is locked; answers when that has been given. */
  'secrets.unlock': request(nothing, secretList),
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
  'app.diagnose': request(nothing, diagnosis),
  'app.quit': request(nothing, done),
  /** How far a newer version is. */
  'update.state': request(nothing, updateState),
  'update.look': request(nothing, updateState),
  /** Loads what was found, or restarts into what is ready. */
  'update.take': request(nothing, updateState),
  /** `keep` puts on the disk at once what the window has stored for itself, which else takes some seconds. */
  'window.control': request(z.object({ action: windowAction }), done),
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
  /** Old runs were removed from the history. */
  'runs.removed': z.object({ runs: z.int() }),
  /** What a run prints, batched and bounded: of a flood only the newest part. */
  'run.output': z.object({ id: runId, chunks: z.array(outputChunk) }),
  'test.output': z.object({ id: testId, chunks: z.array(outputChunk) }),
  'test.ended': testEnd.extend({ id: testId }),
  'scheduler.changed': schedulerStatus,
  'settings.changed': settings,
  /** The clock was set, and did not wake from a sleep. */
  'clock.jumped': clockJump,
  'secrets.changed': secretList,
  'backups.changed': backupList,
  'update.changed': updateState,
  /** Another ledger took the place of the old one: whatever was asked before is out of date. */
  'ledger.replaced': z.object({}),
  /** The whole list, after each change of it. */
  'attention.changed': z.array(attention),
  /** Ask the window to show a place, e.g. `/history/42`. */
  'window.navigate': z.object({ path: z.string() }),
} as const;

export type Events = typeof events;
export type EventName = keyof Events;
export type EventPayload<N extends EventName> = z.output<Events[N]>;

/** What a request comes back as, over every door. */
export type Reply<T> = { ok: true; result: T } | { ok: false; error: import('./error.ts').ErrorBody };

/** Hears every event; returned functions of `subscribe` end it. */
export type EventListener = <N extends EventName>(name: N, payload: EventPayload<N>) => void;
