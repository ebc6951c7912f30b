import { z } from 'zod';
import { jobId, pause } from './job.ts';
import { instant } from './time.ts';
import { clockChange } from './timeline.ts';

/** The scheduler in one look. `state` is the tray's priority order without attention. */
export const schedulerStatus = z.object({
  state: z.enum(['off', 'paused', 'running', 'idle']),
  pause: pause.nullable(),
  /** Occurrences held since the pause began. */
  held: z.int().min(0),
  jobs: z.int().min(0),
  armed: z.int().min(0),
  running: z.int().min(0),
  queued: z.int().min(0),
  next: z.object({ at: instant, jobId, job: z.string() }).nullable(),
  /** Names the zone schedules are read in where the job names none. */
  zone: z.string(),
  /** When the clocks of that zone change next, within a year; null = they do not. */
  clockChange: clockChange.nullable(),
  /** What keeps the scheduler from its work, in one sentence; null when all is well. */
  problem: z.string().nullable(),
  /** Why jobs may not find what a terminal finds; null when all is well. */
  environmentProblem: z.string().nullable(),
  dataFolder: z.string(),
  version: z.string(),
  now: instant,
});
export type SchedulerStatus = z.infer<typeof schedulerStatus>;
