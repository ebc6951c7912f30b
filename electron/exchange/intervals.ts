import type { IntervalSpec } from '#contract/trigger.ts';

/** Every so many seconds of real time, in the largest unit that is always as long, from the full second of `from` (epoch ms). */
export function everySeconds(seconds: number, from: number): IntervalSpec {
  const anchor = Math.floor(from / 1000) * 1000;
  if (seconds % 3600 === 0) return { kind: 'interval', every: seconds / 3600, unit: 'hour', anchor };
  if (seconds % 60 === 0) return { kind: 'interval', every: seconds / 60, unit: 'minute', anchor };
  return { kind: 'interval', every: seconds, unit: 'second', anchor };
}
