import type { RunCause } from '#contract/run.ts';
import type { Clock, Timers } from './ports.ts';

/** Whoever is at work so long (ms) after a sleep was announced has slept meanwhile, or will not. */
const ASLEEP_MS = 2_000;

export interface WakingParts {
  clock: Clock;
  timers: Timers;
  /** How long runs wait after a wake, ms; 0 = they do not. */
  waitMs: () => number;
  onOver: () => void;
}

/**
 * The moments after a wake, in which the network may not be back: what the wake brings about waits until they are over.
 * Only an announced sleep ends in one; a clock that was set, or a start of Belfry, does not.
 */
export class Waking {
  private suspendedAt: number | null = null;
  /** Ends the wait under way. */
  private cancel: (() => void) | null = null;

  constructor(private readonly parts: WakingParts) {}

  suspended(): void {
    this.suspendedAt ??= this.parts.clock.now();
  }

  /** Belfry is at work, which may be the first sign of a wake: the system's own can come later. */
  atWork(): void {
    if (this.suspendedAt !== null && this.parts.clock.now() - this.suspendedAt >= ASLEEP_MS) this.woke();
  }

  woke(): void {
    this.suspendedAt = null;
    const waitMs = this.parts.waitMs();
    this.halt();
    if (waitMs === 0) return;
    this.cancel = this.parts.timers.after(waitMs, () => {
      this.cancel = null;
      this.parts.onOver();
    });
  }

  /** Whether a run set off so has to wait now. Bells that ring in time do not, nor does what a person asks for. */
  holds(cause: RunCause): boolean {
    return this.cancel !== null && (cause === 'catch-up' || cause === 'wake');
  }

  halt(): void {
    this.cancel?.();
    this.cancel = null;
  }
}
