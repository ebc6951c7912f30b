import type { Job } from '#contract/job.ts';
import type { Run, RunReason } from '#contract/run.ts';
import type { Clock, Timers } from './ports.ts';

/** How often conditions are looked at while somebody waits for them. */
const LOOK_MS = 5_000;

export interface Guest {
  run: Run;
  job: Job;
  /** Epoch ms after which the run is given up. */
  until: number;
}

export interface LobbyParts {
  clock: Clock;
  timers: Timers;
  /** Which condition is not met, if any. */
  unmet: (job: Job) => RunReason | null;
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
  }

  leave(runId: number): Guest | undefined {
    const guest = this.guests.get(runId);
    this.guests.delete(runId);
    if (this.guests.size > 0) return guest;
    this.cancel?.();
    this.cancel = null;
    return guest;
  }

  private look(): void {
    for (const guest of this.all) {
      const reason = this.parts.unmet(guest.job);
      if (reason !== null && this.parts.clock.now() < guest.until) continue;
      this.leave(guest.run.id);
      if (reason === null) this.parts.onMet(guest);
      else this.parts.onGivenUp(guest, reason);
    }
  }
}
