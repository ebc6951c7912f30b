import type { Job } from '#contract/job.ts';
import type { Run, RunCause, RunReason } from '#contract/run.ts';
import { type Unmet, waitLimit } from './conditions.ts';
import type { Clock, Timers } from './ports.ts';

/** How often conditions are looked at while somebody waits for them. */
const LOOK_MS = 5_000;

export interface Guest {
  run: Run;
  job: Job;
  /** Epoch ms after which the run is given up if a condition of its own is not met; null until the wake is over. */
  until: number | null;
}

export interface LobbyParts {
  clock: Clock;
  timers: Timers;
  /** Which condition is not met, if any. */
  unmet: (job: Job) => Unmet | null;
  /** Whether a run set off so waits for the end of a wake. */
  isWaking: (cause: RunCause) => boolean;
  /** It waits for something else than before. */
  onReason: (guest: Guest, reason: RunReason) => void;
  onMet: (guest: Guest) => void;
  onGivenUp: (guest: Guest, reason: RunReason) => void;
}

/**
 * Where runs wait for their conditions, or for the end of a wake, before they ask for admission; their rows say `queued` and
 * why. One a job, but for all those that make up for missed ones.
 */
export class Lobby {
  private readonly guests = new Map<number, Guest>();
  private cancel: (() => void) | null = null;

  constructor(private readonly parts: LobbyParts) {}

  get size(): number {
    return this.guests.size;
  }
  get all(): Guest[] {
    return [...this.guests.values()];
  }

  /** Whether a run of this job waits already: a second one would only be made up for later, by the first. */
  holds(jobId: number): boolean {
    return this.all.some(({ run }) => run.jobId === jobId);
  }

  enter(guest: Guest): void {
    this.guests.set(guest.run.id, guest);
    this.cancel ??= this.parts.timers.every(LOOK_MS, () => this.look());
    // What was asked may have become known while its row was written.
    this.lookAfter(guest);
  }

  leave(runId: number): Guest | undefined {
    const guest = this.guests.get(runId);
    this.guests.delete(runId);
    if (this.guests.size > 0) return guest;
    this.cancel?.();
    this.cancel = null;
    return guest;
  }

  /** Lets go who may go. */
  look(): void {
    for (const guest of this.all) this.lookAfter(guest);
  }

  private lookAfter(guest: Guest): void {
    const { isWaking, clock } = this.parts;
    if (isWaking(guest.run.cause)) return;
    const unmet = this.parts.unmet(guest.job);
    guest.until ??= waitLimit(guest.job, clock.now());
    if (unmet && (unmet.isHeld || clock.now() < guest.until)) {
      if (unmet.reason !== guest.run.reason) this.parts.onReason(guest, unmet.reason);
      return;
    }
    this.leave(guest.run.id);
    if (unmet) this.parts.onGivenUp(guest, unmet.reason);
    else this.parts.onMet(guest);
  }
}
