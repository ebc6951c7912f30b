import type { RetryPolicy } from '#contract/policy.ts';

/**
 * How long to wait before the attempt after `attempt` (1-based), in ms; null when none is left.
 * `random` gives a number in [0, 1).
 */
export function retryDelay(policy: RetryPolicy, attempt: number, random: () => number): number | null {
  if (attempt > policy.count) return null;
  const factor = policy.backoff === 'exponential' ? 2 ** (attempt - 1) : 1;
  const wait = Math.min(policy.delayMs * factor, policy.ceilingMs);
  return Math.round(wait * (1 - policy.jitter * random()));
}
