import type { Clock, Timers } from './ports.ts';

/** How long the second of its kind is held back; doubles while there are more, up to a day. */
const FIRST_HOLD_MS = 10 * 60_000;
const LONGEST_HOLD_MS = 24 * 60 * 60_000;

interface Held<T> {
  holdMs: number;
  count: number;
  since: number;
  latest: T | null;
  cancel: () => void;
}

/** Lets the first through at once and gathers what follows: whoever fails every second is told of once, then with a count. */
export class Throttle<T> {
  private readonly held = new Map<string, Held<T>>();

  /** `tell` gets the latest, how many it stands for, and when the first of them came (epoch ms). */
  constructor(
    private readonly clock: Clock,
    private readonly timers: Timers,
    private readonly tell: (latest: T, count: number, since: number) => void,
  ) {}

  add(key: string, item: T): void {
    const held = this.held.get(key);
    if (held) {
      if (held.count === 0) held.since = this.clock.now();
      held.count++;
      held.latest = item;
      return;
    }
    this.hold(key, FIRST_HOLD_MS);
    this.tell(item, 1, this.clock.now());
  }

  halt(): void {
    for (const { cancel } of this.held.values()) cancel();
    this.held.clear();
  }

  private hold(key: string, holdMs: number): void {
    const cancel = this.timers.after(holdMs, () => this.release(key));
    this.held.set(key, { holdMs, count: 0, since: 0, latest: null, cancel });
  }

  private release(key: string): void {
    const held = this.held.get(key);
    this.held.delete(key);
    if (!held?.latest) return;
    this.hold(key, Math.min(2 * held.holdMs, LONGEST_HOLD_MS));
    this.tell(held.latest, held.count, held.since);
  }
}
