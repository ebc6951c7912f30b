import { FREQUENT_MS } from '#contract/limits.ts';
import type { DueTick } from '#contract/timeline.ts';
import { type ArmedJob, nextRunAt } from './armed.ts';
import type { Roster } from './roster.ts';
import type { Sequence } from './sequence.ts';

/** How far a chain of jobs after jobs is followed. */
const CHAIN = 8;
/** After-jobs are expected at most this often on one line. */
const MOST_EXPECTED = 20;

/** Whether a job now rings every `periodMs` or oftener, by the bells around `now` (epoch ms). */
export function isFrequent({ triggers }: ArmedJob, now: number, periodMs: number = FREQUENT_MS): boolean {
  return triggers.some(({ sequence }) => {
    const first = sequence.next(now);
    const second = first === null ? null : sequence.next(first);
    if (first !== null && second !== null && second - first <= periodMs) return true;
    const last = sequence.previous(now);
    return first !== null && last !== null && first - last <= periodMs;
  });
}

/** Bells of a job in (after, to], earliest first, no two of one trigger within one step of `stepMs`. */
export function dueTicks({ job, triggers }: ArmedJob, after: number, to: number, stepMs: number): DueTick[] {
  if (!job.enabled) return [];
  const held = (at: number) =>
    (job.skipUntil !== null && at <= job.skipUntil) ||
    (job.pause !== null && at >= job.pause.since && at < job.pause.until);
  const ticks = triggers.flatMap(({ sequence }) =>
    [...leaps(sequence, after, to, stepMs)].map((at) => ({ at, held: held(at), note: sequence.note(at) })),
  );
  return ticks.sort((a, b) => a.at - b.at);
}

/** Instants of a sequence in (after, to], at least `stepMs` apart. */
function* leaps(sequence: Sequence, after: number, to: number, stepMs: number): Iterable<number> {
  for (let at = sequence.next(after); at !== null && at <= to; at = sequence.next(at + stepMs - 1)) yield at;
}

/** Instants that lie at most `gapMs` apart, as stretches [first, last]. Sorted instants in, sorted stretches out. */
export function stretches(instants: readonly number[], gapMs: number): [number, number][] {
  const spans: [number, number][] = [];
  for (const at of instants) {
    const last = spans.at(-1);
    if (last && at - last[1] <= gapMs) last[1] = at;
    else spans.push([at, at]);
  }
  return spans;
}

/** When a job is expected after others, by what `usualMs` says of those; (now, to], earliest first. */
export function expectedAfter(
  roster: Roster,
  armed: ArmedJob,
  span: { now: number; to: number; stepMs: number },
  usualMs: (jobId: number) => number,
  depth: number = CHAIN,
): { at: number; after: number }[] {
  if (!armed.job.enabled || depth === 0) return [];
  const { now, to, stepMs } = span;
  const found = predecessors(armed).flatMap((id) => {
    const before = roster.jobs.get(id);
    if (!before || isFrequent(before, now)) return [];
    const begins = [
      ...dueTicks(before, now, to, stepMs).flatMap(({ at, held }) => (held ? [] : [at])),
      ...expectedAfter(roster, before, span, usualMs, depth - 1).map(({ at }) => at),
    ];
    return begins.map((at) => ({ at: at + usualMs(id), after: id }));
  });
  return found
    .filter(({ at }) => at <= to)
    .sort((a, b) => a.at - b.at)
    .slice(0, MOST_EXPECTED);
}

/** The jobs that a job comes after. */
export const predecessors = ({ job }: ArmedJob): number[] =>
  job.triggers.flatMap(({ spec }) => (spec.kind === 'after' ? [spec.job] : []));

/**
 * Every job: those that ring until `to` (epoch ms), soonest first; those that wait for something to happen; those that
 * ring later, are run by hand, are switched off.
 */
export function laneOrder(roster: Roster, now: number, to: number): ArmedJob[] {
  const soonest = (armed: ArmedJob, depth: number): number => {
    const next = nextRunAt(armed);
    if (next !== null || depth === 0) return next ?? Number.POSITIVE_INFINITY;
    const before = predecessors(armed).flatMap((id) => roster.jobs.get(id) ?? []);
    return Math.min(Number.POSITIVE_INFINITY, ...before.map((one) => soonest(one, depth - 1)));
  };
  const rank = ({ job }: ArmedJob, at: number) => {
    if (!job.enabled) return 4;
    if (at < Number.POSITIVE_INFINITY) return at <= to ? 0 : 2;
    return job.triggers.length > 0 ? 1 : 3;
  };
  const keyed = [...roster.jobs.values()].map((armed) => {
    const at = soonest(armed, CHAIN);
    return { armed, at, rank: rank(armed, at) };
  });
  const frequency = new Map<ArmedJob, number>();
  const frequent = (armed: ArmedJob) => {
    const known = frequency.get(armed) ?? Number(isFrequent(armed, now));
    frequency.set(armed, known);
    return known;
  };
  // Of two that ring at once, the one that rings less often.
  const rarerFirst = (a: ArmedJob, b: ArmedJob) => frequent(a) - frequent(b) || byName(a, b);
  keyed.sort((a, b) => a.rank - b.rank || (a.at === b.at ? rarerFirst(a.armed, b.armed) : a.at - b.at));
  return keyed.map(({ armed }) => armed);
}

/** By code units: a thousand times as fast as collation, and order among equals is all that is asked. */
const byName = (a: ArmedJob, b: ArmedJob) => (a.job.name < b.job.name ? -1 : 1);
