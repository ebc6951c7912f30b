import type { ClockNote } from '#contract/schedule.ts';

/**
 * One fixed, ordered sequence of due instants (epoch ms): the answer never depends on the moment of asking.
 */
export interface Sequence {
  /** The first instant strictly after `after`, or null when none ever comes. */
  next(after: number): number | null;
  /** The last instant at or before `at`, or null. */
  previous(at: number): number | null;
  /** How many lie in (after, through]. */
  count(after: number, through: number): number;
  /** What a change of clocks does to the occurrence at `at`. */
  note(at: number): ClockNote | null;
}
