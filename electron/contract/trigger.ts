import { z } from 'zod';
import { instant } from './time.ts';

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

/** When a job is due. Several may stand on one job. */
export const triggerSpec = z.discriminatedUnion('kind', [cron, interval, once]);
export type TriggerSpec = z.infer<typeof triggerSpec>;
export type CronSpec = z.infer<typeof cron>;
export type IntervalSpec = z.infer<typeof interval>;

/** A stored trigger. `cursor` (epoch ms): every occurrence up to and including it is settled. */
export const trigger = z.object({ id: z.int().positive(), spec: triggerSpec, cursor: instant });
export type Trigger = z.infer<typeof trigger>;
