import { describe, expect, it } from 'vitest';
import { retryDelay } from '#core/retry.ts';

describe('the wait before a retry', () => {
  const policy = { count: 4, delayMs: 10_000, ceilingMs: 60_000, jitter: 0 };
  it('is fixed, or doubles up to the ceiling, and ends with the count', () => {
    const waits = (backoff: 'fixed' | 'exponential') =>
      [1, 2, 3, 4, 5].map((attempt) => retryDelay({ ...policy, backoff }, attempt, () => 0));
    expect(waits('fixed')).toEqual([10_000, 10_000, 10_000, 10_000, null]);
    expect(waits('exponential')).toEqual([10_000, 20_000, 40_000, 60_000, null]);
  });
  it('is shortened by a random share of it', () => {
    const jittered = { ...policy, backoff: 'fixed' as const, jitter: 0.5 };
    expect([0, 0.5, 0.999].map((random) => retryDelay(jittered, 1, () => random))).toEqual([10_000, 7_500, 5_005]);
  });
});
