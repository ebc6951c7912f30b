import type { Clock, Timers } from './ports.ts';

/** A step is to be met within 5 s, the time of settling included. */
const PERIOD_MS = 4_000;
/** Below this a clock is merely being disciplined; above it, it was set or the computer slept. */
const STEP_MS = 2_000;

export type ClockStep = 'none' | 'ahead' | 'back';

/** What the wall clock did, and what it would have read (epoch ms) had it kept pace. */
export interface Observed {
  step: ClockStep;
  expected: number;
}

/** Compares wall time with monotonic time, because a wall-clock timer cannot watch itself. */
export class ClockWatch {
  private wall: number;
  private tick: number;
  private cancel: (() => void) | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly timers: Timers,
    private readonly onStep: () => void,
  ) {
    this.wall = clock.now();
    this.tick = clock.monotonic();
  }

  start(): void {
    this.cancel ??= this.timers.every(PERIOD_MS, () => {
      if (this.drift() !== 'none') this.onStep();
      else this.observe();
    });
  }

  stop(): void {
    this.cancel?.();
    this.cancel = null;
  }

  /** How the wall clock moved against the monotonic one since the last call. */
  observe(): Observed {
    const observed = { step: this.drift(), expected: this.wall + (this.clock.monotonic() - this.tick) };
    this.wall = this.clock.now();
    this.tick = this.clock.monotonic();
    return observed;
  }

  private drift(): ClockStep {
    const drift = this.clock.now() - this.wall - (this.clock.monotonic() - this.tick);
    if (drift > STEP_MS) return 'ahead';
    return drift < -STEP_MS ? 'back' : 'none';
  }
}
