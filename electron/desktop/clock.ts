import type { Clock, Timers } from '#core/ports.ts';

/** The computer's clocks. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

/** Node's timers; they count monotonic ms and do not keep the process alive. */
export const systemTimers: Timers = {
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  every: (ms, run) => {
    const timer = setInterval(run, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
};

/** Each look at it makes a formatter: 40 ms for 1,000 jobs armed at the start. */
const ZONE_KEPT_MS = 1_000;
let zoneLooked = { at: Number.NEGATIVE_INFINITY, zone: '' };

/** The computer's time zone; a change of it is seen within a second. */
export function systemZone(): string {
  const now = performance.now();
  if (now - zoneLooked.at > ZONE_KEPT_MS)
    zoneLooked = { at: now, zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
  return zoneLooked.zone;
}
