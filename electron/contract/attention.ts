import { z } from 'zod';
import { bandKind } from './band.ts';
import { jobId } from './job.ts';
import { run } from './run.ts';
import { clockNote } from './schedule.ts';
import { instant } from './time.ts';

const told = {
  /** Names this very happening: once dismissed, the row returns only when it happens again. */
  key: z.string().min(1).max(200),
  /** The instant it is about, epoch ms. */
  at: instant,
};
const common = { ...told, jobId, job: z.string() };

/** What a person should look at, first things first. */
export const attention = z.discriminatedUnion('kind', [
  /** The last run failed, for the `inRow`th time in a row (counted up to 100). */
  z.object({ ...common, kind: z.literal('failing'), run, inRow: z.int().positive() }),
  /** Did not run, and has not run since. */
  z.object({ ...common, kind: z.literal('missed'), run }),
  /** Ran more than an hour late; `during` says what kept it. */
  z.object({ ...common, kind: z.literal('late'), run, during: bandKind.nullable() }),
  /** Due, and not begun. */
  z.object({ ...common, kind: z.literal('overdue'), runId: z.int().positive().nullable() }),
  /** Due at a wall time that a change of clocks removes or repeats. */
  z.object({ ...common, kind: z.literal('clock-change'), note: clockNote, zone: z.string() }),
  /** The clock was set to `at`, by more than the settings let pass; bells between ran later, or did not run. */
  z.object({ ...told, kind: z.literal('clock-jump'), from: instant, madeUp: z.int(), letGo: z.int() }),
]);
export type Attention = z.infer<typeof attention>;
export type ClockJumped = Extract<Attention, { kind: 'clock-jump' }>;
/** What is told of a job. */
export type JobAttention = Exclude<Attention, ClockJumped>;
