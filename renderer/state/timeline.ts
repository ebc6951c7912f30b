import { keepPreviousData, type QueryClient, type UseQueryResult, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import type { Run } from '#contract/run.ts';
import type { Lane, LaneRun, Timeline } from '#contract/timeline.ts';
import { ask } from '../api.ts';

/** Lanes are asked for in pages of this many. */
export const PAGE = 20;
/** Answers for a minute that has passed are of no use. */
const KEPT_MS = 90_000;

export const timelineKeys = {
  lanes: ['timeline'] as const,
  bells: ['bells'] as const,
  attention: ['attention'] as const,
};

/** What could not be read, and how to ask again. */
export interface Failed {
  error: unknown;
  again: () => void;
}

interface Pages {
  pages: (Timeline | undefined)[];
  failed: Failed | null;
}

/** The pages of lanes that hold [first, last], `reachMs` each way from `minute` (epoch ms). */
export function useTimeline(minute: number, reachMs: number, first: number, last: number): Pages {
  const [from, to] = [Math.floor(first / PAGE), Math.floor(last / PAGE)];
  const queries = useMemo(
    () => Array.from({ length: to - from + 1 }, (_, at) => pageQuery(minute, reachMs, from + at)),
    [minute, reachMs, from, to],
  );
  // Not combined: that compares thousands of marks, page by page, whenever another page comes into sight.
  const answers = useQueries({ queries });
  // What a page said a minute ago, or nearer or farther, stands until its answer comes: lanes never flicker.
  const stood = useRef(new Map<number, Timeline>());
  const pages = answers.map(({ data }, at) => {
    if (data) stood.current.set(from + at, data);
    return data ?? stood.current.get(from + at);
  });
  return { pages, failed: failedOf(answers) };
}

const pageQuery = (minute: number, reachMs: number, page: number) => ({
  queryKey: [...timelineKeys.lanes, reachMs, page, minute],
  queryFn: () =>
    ask('timeline.read', { from: minute - reachMs, to: minute + reachMs, offset: page * PAGE, limit: PAGE }),
  gcTime: KEPT_MS,
});

function failedOf(answers: UseQueryResult<Timeline>[]): Failed | null {
  const bad = answers.filter(({ error }) => error !== null);
  const again = () => {
    for (const { refetch } of bad) void refetch();
  };
  return bad[0] ? { error: bad[0].error, again } : null;
}

/** Bells until the end of the pause, or until a full hour; asked anew when `key` changes. */
export const useBells = (key: string) =>
  useQuery({
    queryKey: [...timelineKeys.bells, key],
    queryFn: () => ask('bells.read'),
    placeholderData: keepPreviousData,
    gcTime: KEPT_MS,
  });

export const useAttention = () => useQuery({ queryKey: timelineKeys.attention, queryFn: () => ask('attention.list') });

/** Lanes with runs that are new or changed, from the application's events. */
export function patchTimelines(client: QueryClient, runs: readonly Run[]): void {
  for (const { queryKey } of client.getQueryCache().findAll({ queryKey: timelineKeys.lanes }))
    client.setQueryData<Timeline>(queryKey, (seen) => seen && patchTimeline(seen, runs));
}

/** A time line with `runs` in their lanes; itself where none of them has one. */
export function patchTimeline(seen: Timeline, runs: readonly Run[]): Timeline {
  const byJob = new Map<number, Run[]>();
  for (const run of runs) byJob.set(run.jobId, [...(byJob.get(run.jobId) ?? []), run]);
  if (!seen.lanes.some(({ jobId }) => byJob.has(jobId))) return seen;
  return { ...seen, lanes: seen.lanes.map((lane) => patchLane(lane, byJob.get(lane.jobId))) };
}

function patchLane(lane: Lane, runs: readonly Run[] | undefined): Lane {
  if (!runs) return lane;
  const kept = new Map<number, LaneRun>(lane.runs.map((run) => [run.id, run]));
  let { ran } = lane;
  for (const run of runs) {
    if (lane.frequent && run.startedAt !== null) ran = lengthen(ran, run.startedAt);
    if (lane.frequent && ['success', 'missed', 'skipped'].includes(run.status)) kept.delete(run.id);
    else kept.set(run.id, run);
  }
  const rung = new Set(runs.map(({ dueAt }) => dueAt));
  return { ...lane, ran, runs: [...kept.values()], due: lane.due.filter(({ at }) => !rung.has(at)) };
}

/** The last stretch reaches to a run that has just begun; an older one is in it already. */
function lengthen(ran: Lane['ran'], at: number): Lane['ran'] {
  const last = ran.at(-1);
  if (!last) return [[at, at]];
  return at <= last[1] ? ran : [...ran.slice(0, -1), [last[0], at]];
}
