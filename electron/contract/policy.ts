import { z } from 'zod';
import { duration } from './time.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Bytes of output that may be kept of one attempt. */
export const outputCap = z
  .int('Give a size in whole bytes.')
  .min(1024, 'At least 1 KiB of output is kept.')
  .max(1024 ** 3, 'At most 1 GiB of output is kept.');

export const missedPolicy = z.enum(['once', 'all', 'skip']);

/** A regular expression. */
export const pattern = z.string().max(1000).refine(isPattern, { error: 'This is not a valid regular expression.' });

function isPattern(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}

export const overlapPolicy = z.object({
  mode: z.enum(['skip', 'queue', 'parallel', 'replace']).default('skip'),
  /** How many may wait (`queue`) or run together (`parallel`). */
  limit: z.int().min(1).max(1000).default(1),
});

export const retryPolicy = z.object({
  /** Attempts after the first. */
  count: z.int('Give a whole number of retries.').min(0).max(100).default(0),
  /** Wait before the first retry. */
  delayMs: duration.default(10_000),
  backoff: z.enum(['fixed', 'exponential']).default('fixed'),
  /** No wait grows beyond this. */
  ceilingMs: duration.default(15 * MINUTE),
  /** Share of the wait that is random, 0 to 1. */
  jitter: z.number().min(0).max(1).default(0),
});

export const successRule = z.object({
  exitCodes: z.array(z.int().min(0).max(255)).min(1).max(256).default([0]),
  mustMatch: pattern.nullable().default(null),
  mustNotMatch: pattern.nullable().default(null),
});

/**
 * What a job says where the settings have a rule: theirs holds (`settings`), it runs whatever they say (`any`), or it asks
 * for it itself (`only`). true and false are how `only` and `settings` were written once.
 */
const ownRule = z.union(
  [z.enum(['settings', 'any', 'only']), z.boolean().transform((only) => (only ? 'only' : 'settings'))],
  'Give settings, any or only.',
);

/** What must hold for a job to run by itself. By hand it runs regardless. */
export const conditions = z.object({
  /** Only on mains power. */
  mains: ownRule.default('settings'),
  /** Only with a network. */
  online: z.boolean().default(false),
  /** Only on a network that does not cost by what goes over it. */
  unmetered: ownRule.default('settings'),
  /** Only when nobody has touched the computer for this long; null = any time. */
  idleMs: duration.nullable().default(null),
  /** Not during the quiet hours of the settings. */
  outsideQuietHours: z.boolean().default(false),
  /** What becomes of a run whose own conditions are not met: dropped, or held for up to `waitMs`. */
  unmet: z.enum(['skip', 'wait']).default('skip'),
  waitMs: duration.default(60 * MINUTE),
});

/** What is kept of a job's runs; null = as the settings say. The newest run is always kept. */
export const retention = z.object({
  /** Days that runs are kept; failures at least as long as the settings keep them. */
  days: z.int('Give a whole number of days.').min(1).max(36_500).nullable().default(null),
  /** How many runs are kept, newest first; failures are counted apart. */
  runs: z.int('Give a whole number of runs.').min(1).max(1_000_000).nullable().default(null),
  /** Bytes of output kept of each attempt; half from the start, half from the end. */
  outputCapBytes: outputCap.nullable().default(null),
});

/** How a job behaves around its due times. Defaults are those of the scheduling rules. */
export const policy = z.object({
  missed: missedPolicy.default('once'),
  /** Up to this late an occurrence simply runs late; beyond it, it counts as missed. */
  graceMs: duration.default(MINUTE),
  /** How far back a missed occurrence is still made up for; null = any time. */
  catchUpWindowMs: duration.nullable().default(DAY),
  overlap: overlapPolicy.prefault({}),
  /** Per attempt; null = none. */
  timeoutMs: duration.min(1, 'A timeout must be longer than nothing.').nullable().default(null),
  /** For the whole run, retries and the waits between them included; null = none. */
  totalTimeoutMs: duration.min(1, 'A timeout must be longer than nothing.').nullable().default(null),
  retry: retryPolicy.prefault({}),
  success: successRule.prefault({}),
  conditions: conditions.prefault({}),
  /** The computer does not fall asleep by itself while it runs. */
  keepAwake: z.boolean().default(false),
  /** A wall time that the spring change of clocks removes. */
  gap: z.enum(['after', 'skip']).default('after'),
  /** A wall time that the autumn change repeats; `auto` = once for fixed times, both for rhythms. */
  repeat: z.enum(['auto', 'once', 'both']).default('auto'),
  retention: retention.prefault({}),
});
export type Policy = z.infer<typeof policy>;
export type OverlapPolicy = z.infer<typeof overlapPolicy>;
export type RetryPolicy = z.infer<typeof retryPolicy>;
export type Conditions = z.infer<typeof conditions>;
export type JobRetention = z.infer<typeof retention>;
export type SuccessRule = z.infer<typeof successRule>;
/** The part of the policy that the occurrence calculator needs. */
export type DaylightSaving = Pick<Policy, 'gap' | 'repeat'>;
