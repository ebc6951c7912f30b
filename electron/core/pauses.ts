import type { Job, Pause } from '#contract/job.ts';
import type { BandKeeper } from './bands.ts';
import type { Announcer, Clock, Store } from './ports.ts';
import type { Roster } from './roster.ts';

export interface PausesParts {
  clock: Clock;
  store: Pick<Store, 'jobs' | 'settings'>;
  roster: Roster;
  bands: BandKeeper;
  announcer: Announcer;
  /** The pause of everything is another one: what wakes next may be too. */
  changed: () => void;
}

type Reload = (jobId: number) => Promise<Job>;

/** The pause of everything, and those of single jobs: how they begin, end, and are kept. Instants are epoch ms. */
export class Pauses {
  private ofAll: Pause | null = null;

  constructor(private readonly parts: PausesParts) {}

  /** The pause of everything. */
  get all(): Pause | null {
    return this.ofAll;
  }

  async load(): Promise<void> {
    this.ofAll = await this.parts.store.settings.pause();
  }

  /** Pauses everything, or moves the end of the pause that holds. */
  begin(until: number): Promise<void> {
    return this.set({ since: this.ofAll?.since ?? this.parts.clock.now(), until });
  }

  /** Lets the pause of everything be over by now, so that what it held can be settled. False when there is none. */
  endNow(): boolean {
    if (!this.ofAll) return false;
    this.ofAll = { ...this.ofAll, until: this.parts.clock.now() };
    return true;
  }

  async set(pause: Pause | null): Promise<void> {
    const { store, bands, announcer, changed } = this.parts;
    await store.settings.setPause(pause);
    if (this.ofAll && !pause) bands.resumed(this.ofAll);
    this.ofAll = pause;
    changed();
    announcer.scheduler();
  }

  async beginOf(jobId: number, until: number): Promise<void> {
    const since = this.parts.roster.jobs.get(jobId)?.job.pause?.since ?? this.parts.clock.now();
    await this.setOf(jobId, { since, until });
  }

  /** As endNow, of one job. */
  endNowOf(jobId: number): boolean {
    const armed = this.parts.roster.jobs.get(jobId);
    if (!armed?.job.pause) return false;
    armed.job = { ...armed.job, pause: { ...armed.job.pause, until: this.parts.clock.now() } };
    return true;
  }

  async setOf(jobId: number, pause: Pause | null): Promise<void> {
    await this.parts.store.jobs.patch(jobId, { pause }, this.parts.clock.now());
  }

  /** Ends those whose time is over. */
  async endDue(reload: Reload): Promise<void> {
    const now = this.parts.clock.now();
    if (this.ofAll && this.ofAll.until <= now) await this.set(null);
    for (const { job } of [...this.parts.roster.paused]) {
      if (!job.pause || job.pause.until > now) continue;
      await this.parts.store.jobs.patch(job.id, { pause: null }, now);
      await reload(job.id);
    }
  }

  /** After a clock that was set back to `now` none began later than that. */
  async moveBack(now: number, reload: Reload): Promise<void> {
    if (this.ofAll && this.ofAll.since > now) await this.set({ ...this.ofAll, since: now });
    for (const { job } of this.parts.roster.jobs.values()) {
      if (!job.pause || job.pause.since <= now) continue;
      await this.parts.store.jobs.patch(job.id, { pause: { ...job.pause, since: now } }, now);
      await reload(job.id);
    }
  }
}
