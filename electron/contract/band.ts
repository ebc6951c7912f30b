import { z } from 'zod';
import type { Run } from './run.ts';
import { instant } from './time.ts';

/** What kept bells from ringing for a stretch of time. */
export const bandKind = z.enum([
  'asleep', // the computer slept
  'not-running', // Belfry was not running
  'clock-jumped', // somebody or something set the clock
  'scheduler-off', // the scheduler was switched off
  'paused', // everything was paused
]);
export type BandKind = z.infer<typeof bandKind>;

/** A stretch of time [from, to) in which nothing rang. Epoch ms. */
export const band = z.object({ kind: bandKind, from: instant, to: instant });
export type Band = z.infer<typeof band>;

/** The clock was set: from what it would have shown, to what it showed then. Epoch ms. */
export const clockJump = z.object({ from: instant, to: instant });
export type ClockJump = z.infer<typeof clockJump>;

/** A band that is over or under way, and what it kept from ringing. */
export const pastBand = band.extend({
  /** Bells that did not ring when due, made up later or not. */
  missed: z.int().min(0),
  /** Bells of jobs that ring hourly or oftener: the next one did, so nothing is missed. */
  letGo: z.int().min(0),
});
export type PastBand = z.infer<typeof pastBand>;

/** Of jobs that ring at least this often (ms) nothing is missed: soon enough they ring again. */
export const SOON_MS = 3_600_000;

/** Whether a row stands for bells let go. A row for many says by itself how far apart they were; schedules change. */
export function isLetGo(
  { jobId, dueAt, dueUntil, count }: Pick<Run, 'jobId' | 'dueAt' | 'dueUntil' | 'count'>,
  frequent: ReadonlySet<number>,
): boolean {
  return frequent.has(jobId) || (count > 2 && dueUntil - dueAt <= (count - 1) * SOON_MS);
}

/** Bands that touch a stretch of time, oldest first, and the jobs whose misses in it count as let go. */
export const bandList = z.object({ bands: z.array(pastBand), frequent: z.array(z.int().positive()) });
export type BandList = z.infer<typeof bandList>;
