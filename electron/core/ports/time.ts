/** Wall time in epoch ms, and a monotonic reading in ms that no clock step moves. */
export interface Clock {
  now(): number;
  monotonic(): number;
}

/** The one wake: `arm` replaces what was armed before; `ring` is called at or after `at` (epoch ms), at most once an arming. */
export interface Alarm {
  arm(at: number): void;
  disarm(): void;
  onRing(ring: () => void): void;
}

/** Plain timers for retries, timeouts and the watchdog; counted in monotonic ms. Returns a cancel function. */
export interface Timers {
  after(ms: number, run: () => void): () => void;
  every(ms: number, run: () => void): () => void;
}
