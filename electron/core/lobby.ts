import type { Job } from '#contract/job.ts';
import type { Run, RunReason } from '#contract/run.ts';
import type { Unmet } from './conditions.ts';
import type { Clock, Timers } from './ports.ts';

/** How often conditions are looked at while somebody waits for them. */
const LOOK_MS = 5_000;

export interface Guest {
  run: Run;
  job: Job;
  /** Epoch ms after which the run is given up if a condition of its own is not met. */
  until: number;
}

export interface LobbyParts {
  clock: Clock;
  timers: Timers;
  /** Which condition is not met, if any. */
  unmet: (job: Job) => Unmet | null;
  /** It waits for something else than before. */
  onReason: (guest: Guest, reason: RunReason) => void;
  onMet: (guest: Guest) => void;
  onGivenUp: (guest: Guest, reason: RunReason) => void;
}

/** Where runs wait for their conditions, before they ask for admission; their rows say `queued` and why. One a job. */
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
    const unmet = this.parts.unmet(guest.job);
    if (unmet && (unmet.isHeld || this.parts.clock.now() < guest.until)) {
      if (unmet.reason !== guest.run.reason) this.parts.onReason(guest, unmet.reason);
      return;
    }
    this.leave(guest.run.id);
    if (unmet) this.parts.onGivenUp(guest, unmet.reason);
    else this.parts.onMet(guest);
  }
}
