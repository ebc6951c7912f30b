import { z } from 'zod';
import { action, actionDraft } from './action.ts';
import { notifications } from './notification.ts';
import { policy } from './policy.ts';
import { run, runStatus } from './run.ts';
import { checkReferences } from './secret.ts';
import { instant, timeZone } from './time.ts';
import { trigger, triggerSpec } from './trigger.ts';

export const jobId = z.int('A job is named by its id, a whole number.').positive();
/** A job by id, or by name in any letter case. */
export const jobRef = z.union([jobId, z.string().trim().min(1).max(100)], {
  error: 'Name a job by its id or its name.',
});

export const jobName = z
  .string('Give the job a name.')
  .max(1000, 'A name has at most 100 characters.')
  .trim()
  .min(1, 'Give the job a name.')
  .max(100, 'A name has at most 100 characters.')
  .regex(/^[^\p{Cc}]*$/u, 'A name has no control characters.');

const tag = z
  .string()
  .trim()
  .min(1, 'A tag cannot be empty.')
  .max(50, 'A tag has at most 50 characters.')
  .regex(/^[^\s,#]+$/, 'A tag has no spaces, commas or #.');

const environment = z.record(
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'A variable name has letters, digits and _ only.'),
  z.string().max(32 * 1024),
);

/** Variables as a person gives them: secrets are named, not written. */
export const variables = environment.check(({ value, issues }) => checkReferences(value, issues));

const fields = {
  name: jobName,
  description: z.string().max(10_000),
  tags: z.array(tag).max(50),
  enabled: z.boolean('enabled is true or false.'),
  action: actionDraft,
  triggers: z.array(triggerSpec).max(50, 'A job has at most 50 triggers.'),
  /** Zone that cron and calendar intervals are read in; null = the one in settings. */
  zone: timeZone.nullable(),
  policy,
  environment: variables,
  notifications,
  workingDirectory: z.string().max(4096).nullable(),
};

/** What a person says about a job. Defaults fill the rest. */
export const jobDraft = z.object({
  ...fields,
  description: fields.description.default(''),
  tags: fields.tags.default([]),
  enabled: fields.enabled.default(true),
  triggers: fields.triggers.default([]),
  zone: fields.zone.default(null),
  policy: policy.prefault({}),
  notifications: notifications.prefault({}),
  environment: fields.environment.default({}),
  workingDirectory: fields.workingDirectory.default(null),
});
export type JobDraft = z.infer<typeof jobDraft>;
export type JobDraftInput = z.input<typeof jobDraft>;

const unsaid = policy.extend({
  missed: policy.shape.missed.unwrap().optional(),
  graceMs: policy.shape.graceMs.unwrap().optional(),
  gap: policy.shape.gap.unwrap().optional(),
  repeat: policy.shape.repeat.unwrap().optional(),
});
/** A draft whose policy may leave to the settings what they have defaults for. */
export const newJob = jobDraft.extend({ policy: unsaid.prefault({}) });
/** What a test run needs of a draft: what to do and how, not what it is called nor when it rings. */
export const jobTrial = jobDraft.pick({ action: true, environment: true, workingDirectory: true, policy: true });
export type JobTrial = z.infer<typeof jobTrial>;

/** An edit: only what is named changes. No defaults here, zod would fill them in for absent keys. */
export const jobChanges = z.object(fields).partial();
export type JobChanges = z.infer<typeof jobChanges>;

/** A pause holds from `since` until `until` (epoch ms; FOREVER = until resumed). */
export const pause = z.object({ since: instant, until: instant });
export type Pause = z.infer<typeof pause>;

export const job = jobDraft.extend({
  id: jobId,
  action,
  environment,
  triggers: z.array(trigger),
  /** Next due instant of any trigger; null = none, or disabled. */
  nextRunAt: instant.nullable(),
  pause: pause.nullable(),
  /** The occurrences due at this instant are dropped by "skip the next one". */
  skipUntil: instant.nullable(),
  createdAt: instant,
  updatedAt: instant,
});
export type Job = z.infer<typeof job>;

/** How long the last 20 successes took, ms: the median and the quartiles around it. */
export const usual = z.object({
  medianMs: z.int().min(0),
  lowMs: z.int().min(0),
  highMs: z.int().min(0),
  count: z.int().min(1).max(20),
});
export type Usual = z.infer<typeof usual>;

/** A job as lists show it. */
export const jobSummary = job.extend({
  /** Its triggers in words, e.g. "Every day at 02:30"; empty = by hand only. */
  schedule: z.array(z.string()),
  /** Latest row that ran or was to run. */
  lastRun: run.nullable(),
  /**
   * The newest 20 ended runs, newest first: `status.id.ms` each, a space between them, `ms` empty where it never
   * started. A text, since a list of ten thousand jobs holds 200,000 of them; recent.ts reads it.
   */
  recent: z.string().max(1000),
  /** Runs now running or queued. */
  live: z.array(run),
  /** null until something has succeeded. */
  usual: usual.nullable(),
});
export type JobSummary = z.infer<typeof jobSummary>;

/** What the kept history of a job adds up to. */
export const jobStats = z.object({
  /** The last 100 runs that started and ended, oldest first; `at` = start, epoch ms. */
  trend: z.array(z.object({ id: z.int(), at: instant, ms: z.int().min(0), status: runStatus })).max(100),
  /** Share (0 to 1) of the last 100 that succeeded; stopped and interrupted ones do not count. null = none ran. */
  successRate: z.number().min(0).max(1).nullable(),
  /** Rows by status; a row that stands for many occurrences counts as many. */
  counts: z.partialRecord(runStatus, z.int()),
  usual: usual.nullable(),
  /** Starts by weekday (Monday first) and hour of the job's zone: 7 rows of 24. */
  heat: z.array(z.array(z.int().min(0)).length(24)).length(7),
  /** Bytes of output kept of all its runs. */
  keptBytes: z.int().min(0),
});
export type JobStats = z.infer<typeof jobStats>;
