import { gatheredNotice, ownNotice } from './desk-words.ts';
import type { Clock, DeskNotice, Notice, Timers } from './ports.ts';

/** So many notices may come within so long (ms); more of them are told as one. */
const AT_ONCE = 3;
const WHILE_MS = 30_000;
/** What is told as one is gathered so long (ms). */
const GATHER_MS = 5_000;
/** How often it is looked whether quiet hours are over (ms). */
const LOOK_MS = 60_000;

export interface DeskParts {
  clock: Clock;
  timers: Timers;
  /** Throws where the desktop shows none. */
  show: (notice: DeskNotice) => void;
  /** Whether nobody wants to be disturbed now. */
  isQuiet: () => boolean;
  /** A time of day as the person reads it. */
  wallTime: (at: number) => string;
}

interface Waiting {
  notice: Notice;
  shown: () => void;
  failed: (error: unknown) => void;
}

/** Keeps the desktop from being covered: a few notices come at once, more of them as one, and in quiet hours all wait. */
export class Desk {
  private readonly waiting: Waiting[] = [];
  /** When the latest were shown, and the last that stood for several; monotonic ms. */
  private shownAt: number[] = [];
  private gatheredAt = Number.NEGATIVE_INFINITY;
  private cancel: (() => void) | null = null;

  constructor(private readonly parts: DeskParts) {}

  /** Resolves when it is on the screen, alone or among others; rejects with why it cannot be. */
  async show(notice: Notice): Promise<void> {
    if (this.waiting.length === 0 && this.hasRoom() && !this.parts.isQuiet()) return this.put([notice]);
    const told = new Promise<void>((shown, failed) => this.waiting.push({ notice, shown, failed }));
    const apart = this.gatheredAt + WHILE_MS - this.parts.clock.monotonic();
    this.look(Math.max(GATHER_MS, apart));
    return told;
  }

  /** What is being gathered is told now; what waits for the end of quiet hours, no more. */
  halt(): void {
    this.cancel?.();
    this.cancel = null;
    if (this.parts.isQuiet()) this.waiting.length = 0;
    else this.release();
  }

  private look(inMs: number): void {
    this.cancel ??= this.parts.timers.after(inMs, () => {
      this.cancel = null;
      if (this.parts.isQuiet()) this.look(LOOK_MS);
      else this.release();
    });
  }

  private release(): void {
    const all = this.waiting.splice(0);
    try {
      this.put(latestOfEach(all.map(({ notice }) => notice)));
      for (const { shown } of all) shown();
    } catch (error) {
      for (const { failed } of all) failed(error);
    }
  }

  private put(notices: Notice[]): void {
    const { clock, show, wallTime } = this.parts;
    const [first, ...more] = notices;
    if (!first) return;
    const now = clock.monotonic();
    this.shownAt = [...this.shownAt.filter((at) => at > now - WHILE_MS), now];
    if (more.length > 0) this.gatheredAt = now;
    const told = { now: clock.now(), clock: wallTime };
    show(more.length > 0 ? gatheredNotice(notices, told) : ownNotice(first, told));
  }

  private hasRoom(): boolean {
    const since = this.parts.clock.monotonic() - WHILE_MS;
    return this.shownAt.filter((at) => at > since).length < AT_ONCE;
  }
}

/** Of each job and kind the latest, which says what the earlier ones did, and when the first was. */
function latestOfEach(notices: Notice[]): Notice[] {
  const latest = new Map<string, Notice>();
  for (const notice of notices) {
    const key = `${notice.job.id} ${notice.kind}`;
    latest.set(key, { ...notice, since: latest.get(key)?.since ?? notice.since });
  }
  return [...latest.values()];
}
