import { z } from 'zod';
import { jobRef } from './job.ts';
import { run, runCause, runId, runStatus } from './run.ts';
import { instant } from './time.ts';

export const runFilter = z.object({
  job: jobRef.optional(),
  status: z.array(runStatus).max(20).optional(),
  cause: z.array(runCause).max(20).optional(),
  /** Epoch ms, inclusive. */
  since: instant.optional(),
  until: instant.optional(),
  /**
   * Text in the job's name, the error or the output, in any letter case. Of fewer than three characters, errors and
   * outputs of the 5,000 newest runs are looked at. Rows come by their id, newest first.
   */
  search: z.string().max(500).optional(),
  /** Cursor from the previous page. */
  before: z.object({ at: instant, id: runId }).optional(),
  limit: z.int().min(1).max(1000).default(100),
});
export type RunFilter = z.infer<typeof runFilter>;

/** Which rows are summed up: what a list shows of a stretch of time. */
export const totalsFilter = runFilter
  .pick({ job: true, status: true, cause: true, until: true })
  .extend({ since: instant });
export type TotalsFilter = z.infer<typeof totalsFilter>;

export const exportFormat = z.enum(['csv', 'json']);
export type ExportFormat = z.infer<typeof exportFormat>;

export const runPage = z.object({
  runs: z.array(run),
  next: z.object({ at: instant, id: runId }).nullable(),
});
export type RunPage = z.infer<typeof runPage>;

/** A part of one attempt's output; without `limitBytes`, 4 MiB or a little more. */
export const outputRange = z.object({
  /** Both exclusive. */
  afterSeq: z.int().min(-1).default(-1),
  beforeSeq: z.int().min(0).optional(),
  /** Which end of the range comes first; either way the chunks come in order. */
  from: z.enum(['start', 'end']).default('start'),
  limitBytes: z
    .int()
    .min(1)
    .max(16 * 1024 * 1024)
    .optional(),
});
/** Totals of the rows asked for. Jobs that ring hourly or oftener never count as missed. */
export const totals = z.object({
  runs: z.int(),
  success: z.int(),
  /** Runs that began late, by the settings as they are now; what was made up for counts as missed instead. */
  late: z.int(),
  failed: z.int(),
  missed: z.int(),
  skipped: z.int(),
  busyMs: z.int(),
});
export type Totals = z.infer<typeof totals>;

/** What the store takes, and what was last removed from it for its age or size. */
export const storeStatus = z.object({
  bytes: z.int().min(0),
  runs: z.int().min(0),
  /** Where the oldest row stands; null without any. */
  oldest: instant.nullable(),
  removed: z.object({ at: instant, runs: z.int(), jobs: z.int(), bytes: z.int() }).nullable(),
});
export type StoreStatus = z.infer<typeof storeStatus>;
