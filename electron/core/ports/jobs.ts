import type { ClockJump } from '#contract/band.ts';
import type { Job, JobChanges, JobDraft, JobStats, JobSummary, Pause } from '#contract/job.ts';
import type { Settings, SettingsChanges } from '#contract/settings.ts';
import type { WindowPlaces } from '#contract/window-place.ts';
import type { TriggerCursor } from './settlement.ts';

export interface JobStore {
  /** All jobs out of the Trash, by name. */
  all(): Promise<Job[]>;
  find(ref: number | string): Promise<Job | null>;
  summaries(ids?: number[]): Promise<Omit<JobSummary, 'schedule'>[]>;
  /** Refuses a name taken by another job out of the Trash (`conflict`, field `name`). Triggers get `cursor` = now. */
  create(draft: JobDraft, now: number, nextRunAt: number | null): Promise<Job>;
  /** Triggers whose spec is unchanged keep their id and cursor, others are replaced with `cursor` = now. */
  update(id: number, changes: JobChanges, now: number): Promise<Job>;
  patch(
    id: number,
    patch: Partial<Pick<Job, 'enabled' | 'nextRunAt' | 'pause' | 'skipUntil'>>,
    now: number,
  ): Promise<Job>;
  setCursors(cursors: TriggerCursor[]): Promise<void>;
  /** Into the Trash; the name is free again. */
  remove(id: number, now: number): Promise<Job>;
  /** Out of the Trash; refuses when the name was taken meanwhile. */
  restore(id: number, now: number): Promise<Job>;
  /** What its kept history adds up to; `starts` = how many runs began in each quarter of an hour (`at`, epoch ms). */
  stats(id: number): Promise<Omit<JobStats, 'heat'> & { starts: { at: number; count: number }[] }>;
}

export interface SettingsStore {
  get(): Promise<Settings>;
  set(changes: SettingsChanges): Promise<Settings>;
  pause(): Promise<Pause | null>;
  setPause(pause: Pause | null): Promise<void>;
  windowPlaces(): Promise<WindowPlaces>;
  setWindowPlaces(places: WindowPlaces): Promise<void>;
  /** When the clock was set, in that order; the last hundred. */
  clockJumps(): Promise<ClockJump[]>;
  addClockJump(jump: ClockJump): Promise<void>;
  /** Time of the last sign of life (epoch ms), null on the very first start. */
  aliveAt(): Promise<number | null>;
  setAliveAt(at: number): Promise<void>;
}
