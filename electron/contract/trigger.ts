import { z } from 'zod';
import { duration, instant } from './time.ts';

export const intervalUnit = z.enum(['second', 'minute', 'hour', 'day', 'week', 'month', 'year']);
export type IntervalUnit = z.infer<typeof intervalUnit>;

const cron = z.object({
  kind: z.literal('cron'),
  /** 5 fields (minute first), 6 fields (second first) or an `@macro`; grammar in core/cron. */
  expression: z.string().trim().min(1, 'Give a cron expression.').max(500),
});

const interval = z.object({
  kind: z.literal('interval'),
  every: z.int('Give a whole number.').min(1, 'The interval must be at least 1.').max(100_000),
  unit: intervalUnit,
  /** Epoch ms that the rhythm is counted from, so that a restart does not shift it. */
  anchor: instant,
});

const once = z.object({ kind: z.literal('once'), at: instant });

const start = z.object({ kind: z.literal('start') });
const wake = z.object({ kind: z.literal('wake') });

const after = z.object({
  kind: z.literal('after'),
  /** The job whose runs are waited for; its retries count as part of the run. */
  job: z.int('Name the job to come after.').positive(),
  /** Failure: failed or timed out. A run that was stopped is neither. */
  on: z.enum(['success', 'failure', 'end']),
});

const files = z.object({
  kind: z.literal('files'),
  /** Files, folders or globs; `~` is the home folder, which also is where relative ones start. */
  paths: z
    .array(z.string().max(4096).regex(/\S/, 'Name a file, a folder or a pattern.'))
    .min(1, 'Name at least one file, folder or pattern.')
    .max(50),
  /** A burst of changes is over, and the job due, when nothing has changed for this long. */
  settleMs: duration,
});

/** When a job is due by the clock. */
export const timedSpec = z.discriminatedUnion('kind', [cron, interval, once]);
export type TimedSpec = z.infer<typeof timedSpec>;

/** When a job is due. Several may stand on one job. */
export const triggerSpec = z.discriminatedUnion('kind', [cron, interval, once, start, wake, after, files]);
export type TriggerSpec = z.infer<typeof triggerSpec>;
export type EventSpec = Exclude<TriggerSpec, TimedSpec>;
export type FilesSpec = z.infer<typeof files>;

/** Whether the clock makes it due, rather than something that happens. */
export function isTimed(spec: TriggerSpec): spec is TimedSpec {
  return spec.kind === 'cron' || spec.kind === 'interval' || spec.kind === 'once';
}
export type CronSpec = z.infer<typeof cron>;
export type IntervalSpec = z.infer<typeof interval>;

/** A stored trigger. `cursor` (epoch ms): every occurrence up to and including it is settled. */
export const trigger = z.object({ id: z.int().positive(), spec: triggerSpec, cursor: instant });
export type Trigger = z.infer<typeof trigger>;
