import { z } from 'zod';
import { band } from './band.ts';
import { jobId } from './job.ts';
import { run } from './run.ts';
import { clockNote } from './schedule.ts';
import { instant } from './time.ts';

export const timelineQuery = z
  .object({
    /** Epoch ms. */
    from: instant,
    to: instant,
    /** Lanes are given by page, next run first. */
    offset: z.int().min(0).max(1_000_000).default(0),
    limit: z.int().min(1).max(200).default(40),
  })
  .refine(({ from, to }) => to > from, { error: 'The time line must end after it begins.', path: ['to'] });

/** A run as a bar: no more than its place, its shape and a line of words need. */
export const laneRun = run.pick({
  ...{ id: true, status: true, cause: true, reason: true, dueAt: true, dueUntil: true, count: true },
  ...{ startedAt: true, finishedAt: true, exitCode: true, signal: true },
});
export type LaneRun = z.infer<typeof laneRun>;

/** A bell to come; `held` where a pause or "skip the next one" will keep it from ringing. */
export const dueTick = z.object({ at: instant, held: z.boolean(), note: clockNote.nullable() });
export type DueTick = z.infer<typeof dueTick>;

const span = z.tuple([instant, instant]);

/** One job's past and future. */
export const lane = z.object({
  jobId,
  /** Rings every 20 minutes or oftener: `ran` and `ahead` say when, `runs` only what stands out. */
  frequent: z.boolean(),
  /** Oldest first; at most a bar for each step of the line. */
  runs: z.array(laneRun),
  ran: z.array(span),
  due: z.array(dueTick),
  ahead: z.array(span),
  /** When it is expected after another job, by that job's usual duration. */
  expected: z.array(z.object({ at: instant, after: jobId })),
});
export type Lane = z.infer<typeof lane>;

export const timeline = z.object({
  now: instant,
  from: instant,
  to: instant,
  /** Jobs in all, of which `lanes` is one page. */
  total: z.int().min(0),
  offset: z.int().min(0),
  lanes: z.array(lane),
  bands: z.array(band),
});
export type Timeline = z.infer<typeof timeline>;

/** Bells due before `until`: the end of the pause, else a full hour. Everything is null where a pause has no end. */
export const bells = z.object({
  until: instant,
  /** How many are due until then. */
  count: z.int().min(0).nullable(),
  /** Jobs with a bell until then, first due first; `following` is the first bell from `until` on. */
  jobs: z.array(z.object({ jobId, at: instant, following: instant.nullable() })),
});
export type Bells = z.infer<typeof bells>;

/** The next change of clocks in a zone: by how much, in ms, and what the clocks show just then (ms, as if UTC). */
export const clockChange = z.object({ at: instant, shiftMs: z.int(), wall: instant });
export type ClockChange = z.infer<typeof clockChange>;
