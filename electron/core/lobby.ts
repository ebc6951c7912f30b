import type { Job } from '#contract/job.ts';
import type { Run, RunCause, RunReason } from '#contract/run.ts';
import type { Clock, Timers } from './ports.ts';

/** How often conditions are looked at while somebody waits for them. */
const LOOK_MS = 5_000;

export interface Guest {
  run: Run;
  job: Job;
  /** Epoch ms after which the run is given up; null while nothing but a wake keeps it. */
  until: number | null;
}

export interface LobbyParts {
  clock: Clock;
  timers: Timers;
  /** Which condition is not met, if any. */
  unmet: (job: Job) => RunReason | null;
  /** Whether a run set off so waits for the end of a wake. */
  isWaking: (cause: RunCause) => boolean;
  onMet: (guest: Guest) => void;
  /** The wake is over, and this run waits for a condition from now on. */
  onKept: (guest: Guest) => void;
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
  }

  leave(runId: number): Guest | undefined {
    const guest = this.guests.get(runId);
    this.guests.delete(runId);
    if (this.guests.size > 0) return guest;
    this.cancel?.();
    this.cancel = null;
    return guest;
  }

  /** Lets go whom nothing keeps any longer. */
  look(): void {
    const { clock, isWaking, unmet, onMet, onGivenUp } = this.parts;
    for (const guest of this.all) {
      if (isWaking(guest.run.cause)) continue;
      const reason = unmet(guest.job);
      if (reason !== null && guest.until === null) this.keep(guest, reason);
      if (reason !== null && clock.now() < (guest.until ?? 0)) continue;
      this.leave(guest.run.id);
      if (reason === null) onMet(guest);
      else onGivenUp(guest, reason);
    }
  }

  /** The wake is over and a condition is not met: from here on this run waits for that, where its job waits at all. */
  private keep(guest: Guest, reason: RunReason): void {
    const { unmet, waitMs } = guest.job.policy.conditions;
    if (unmet === 'skip') return;
    guest.until = this.parts.clock.now() + waitMs;
    guest.run = { ...guest.run, reason };
    this.parts.onKept(guest);
  }
}
