import { z } from 'zod';
import { instant } from './time.ts';

export const runId = z.int('A run is named by its id, a whole number.').positive();

export const runStatus = z.enum([
  'queued',
  'running',
  'success',
  'failed',
  'timed-out',
  'cancelled',
  'interrupted',
  'skipped',
  'missed',
]);
export type RunStatus = z.infer<typeof runStatus>;

/** Statuses that still change. */
export const LIVE_STATUSES: readonly RunStatus[] = ['queued', 'running'];

export const runCause = z.enum(['schedule', 'by-hand', 'catch-up', 'start', 'wake', 'after-job', 'file-change']);
export type RunCause = z.infer<typeof runCause>;

/** Why an occurrence did not run, in the words the ledger keeps. */
export const runReason = z.enum([
  'paused', // everything or the job was paused
  'overlap', // the previous run had not ended
  'queue-full', // as many as allowed were waiting already
  'replaced', // a newer occurrence took its place
  'skip-next', // the user dropped this one
  'not-running', // Belfry was not running
  'asleep', // the computer slept or the clock jumped
  'held-up', // Belfry's main thread was held up
  'scheduler-off', // the scheduler was switched off
  'shutdown', // Belfry quit before it could start
  'on-battery', // conditions of the job or the settings that were not met
  'offline',
  'metered',
  'in-use',
  'quiet-hours',
  'waking', // the computer has just woken: it waits, and will run
]);
export type RunReason = z.infer<typeof runReason>;

export const attempt = z.object({
  attempt: z.int().positive(),
  startedAt: instant,
  finishedAt: instant.nullable(),
  status: runStatus,
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
  error: z.string().nullable(),
});
export type Attempt = z.infer<typeof attempt>;

/** One row of the ledger. Times are epoch ms. */
export const run = z.object({
  id: z.int().positive(),
  jobId: z.int().positive(),
  job: z.string(),
  triggerId: z.int().positive().nullable(),
  /** The due instant; for a row that stands for many, the first of them. By hand: the moment of asking. */
  dueAt: instant,
  /** The last due instant that the row stands for; equals dueAt when count is 1. */
  dueUntil: instant,
  /** How many occurrences the row stands for. */
  count: z.int().positive(),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  status: runStatus,
  cause: runCause,
  reason: runReason.nullable(),
  attempt: z.int().min(0),
  attempts: z.int().positive(),
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
  error: z.string().nullable(),
  /** Ms of the run during which the computer was awake; null until it has ended. */
  awakeMs: z.int().min(0).nullable(),
  /** Interrupted, but its process outlived Belfry and is still there; stopping the run ends it. */
  leftover: z.boolean(),
  /** Bytes the job printed, and how many of them were left out by the cap. */
  outputBytes: z.int().min(0),
  outputDropped: z.int().min(0),
});
export type Run = z.infer<typeof run>;

export const outputStream = z.enum(['stdout', 'stderr']);
export type OutputStream = z.infer<typeof outputStream>;

/** A piece of output: whole characters. `at` is ms since the attempt began. */
export const outputChunk = z.object({
  attempt: z.int().positive(),
  seq: z.int().min(0),
  at: z.int().min(0),
  stream: outputStream,
  /** Decoded, with U+FFFD for what is no UTF-8. */
  text: z.string(),
  /** The very bytes, in base64, where they are no UTF-8. */
  base64: z.string().optional(),
});
export type OutputChunk = z.infer<typeof outputChunk>;

export const variable = z.object({
  name: z.string(),
  value: z.string(),
  /** The login shell, the settings, the job's own variables, those given for this one run, or Belfry naming the run. */
  from: z.enum(['login', 'settings', 'job', 'run', 'belfry']),
});
export type Variable = z.infer<typeof variable>;

/** What the process of an attempt was started with. */
export const launchEnvironment = z.object({
  variables: z.array(variable),
  workingDirectory: z.string(),
  /** The shell or interpreter that read the job's words; null without one. */
  shell: z.string().nullable(),
});
export type LaunchEnvironment = z.infer<typeof launchEnvironment>;

/** The user's environment, as last looked for. */
export const environmentState = z.object({
  /** How many variables jobs get below their own. */
  count: z.int(),
  /** The shell asked, or `registry` on Windows; empty before the first look. */
  shell: z.string(),
  /** How long that took. */
  ms: z.int(),
  /** Why it could not be found, and what jobs get instead; null when all is well. */
  problem: z.string().nullable(),
});
export type EnvironmentState = z.infer<typeof environmentState>;

/** How a test run ended, in the words of a run's row. */
export const testEnd = run.pick({ exitCode: true, signal: true, error: true }).extend({
  status: runStatus.extract(['success', 'failed', 'timed-out', 'cancelled']),
  /** How long it took. */
  ms: z.int(),
  /** Characters of its output that were not shown. */
  dropped: z.int(),
});
export type TestEnd = z.infer<typeof testEnd>;
