import type { Band } from '#contract/band.ts';
import { FREQUENT_MS } from '#contract/limits.ts';
import type { DueTick, Lane, LaneRun } from '#contract/timeline.ts';
import { isLate } from '../ui/mark.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How far the line reaches, each way. */
export type Zoom = '6h' | '24h' | '7d';
export const ZOOMS: readonly Zoom[] = ['6h', '24h', '7d'];
export const REACH_MS: Record<Zoom, number> = { '6h': 6 * HOUR, '24h': DAY, '7d': 7 * DAY };
/** Hours between the lines of the grid. */
const GRID_HOURS: Record<Zoom, number> = { '6h': 1, '24h': 3, '7d': 24 };

export const LANE = 22;
/** Room for the words of the grid above the lanes. */
export const HEAD = 24;
/** Room for the words of the bands beneath the lanes. */
export const FOOT = 18;
const SHORTEST = 3;
const SHORTEST_FAILURE = 4;
const HEIGHT = 13;
const TALL = 17;
const HOLLOW = 4.5;

/** Places instants (epoch ms) on `width` pixels. */
export interface Scale {
  from: number;
  to: number;
  width: number;
  x(at: number): number;
}

export function scaleOf(from: number, to: number, width: number): Scale {
  return { from, to, width, x: (at) => ((at - from) / (to - from)) * width };
}

export interface GridLine {
  x: number;
  at: number;
  day: boolean;
  /** Whether there is room for its words. */
  labelled: boolean;
}

const LABEL = 34;
const DAY_LABEL = 46;
/** Between the flag of now and words beside it. */
const BESIDE = 9;
/** Width of the flag of now, by the characters on it. */
export const flagWidth = (words: string): number => Math.round(10 + 6.4 * words.length);

/**
 * Lines at full hours of the local clock, also on days of 23 or 25 hours; each day's first is marked. Words that would
 * touch a day's name or the flag of now, `flagged` pixels wide, are left out.
 */
export function grid(scale: Scale, zoom: Zoom, now: number, flagged = flagWidth('15:00')): GridLine[] {
  const lines: GridLine[] = [];
  const day = new Date(new Date(scale.from).setHours(0, 0, 0, 0));
  for (; day.getTime() <= scale.to; day.setDate(day.getDate() + 1)) {
    for (let hour = 0; hour < 24; hour += GRID_HOURS[zoom]) {
      const at = new Date(day).setHours(hour);
      lines.push({ x: scale.x(at), at, day: hour === 0, labelled: true });
    }
  }
  const flag = scale.x(now);
  const half = flagged / 2 + BESIDE;
  for (const line of lines) {
    if (line.day) line.labelled = line.x + 4 > flag + half || line.x + DAY_LABEL < flag - half + 8;
    else line.labelled = Math.abs(line.x - flag) > LABEL / 2 + half;
  }
  for (const { x } of lines.filter(({ day, labelled }) => day && labelled))
    for (const line of lines)
      if (!line.day && line.x + LABEL / 2 > x && line.x - LABEL / 2 < x + DAY_LABEL) line.labelled = false;
  const seen = lines.filter(({ x }) => x >= 0 && x <= scale.width);
  // Where there is little room, every other hour, or fewer, has words.
  let last = Number.NEGATIVE_INFINITY;
  for (const line of seen) {
    if (line.day && line.x + DAY_LABEL > scale.width + 12) line.labelled = false;
    if (!line.labelled) continue;
    if (line.x - last < (line.day ? DAY_LABEL : LABEL + 2)) line.labelled = false;
    else last = line.x;
  }
  return seen;
}

/** A run of the past, or one in progress. */
export interface RunMark {
  kind: 'bar' | 'live' | 'hollow' | 'stub';
  key: string;
  /** Left edge and width in pixels. */
  x: number;
  width: number;
  height: number;
  tone: 'ok' | 'fail' | 'late' | 'idle' | 'run';
  /** Where a late run was due, in pixels. */
  lead: number | null;
  at: number;
  run: LaneRun;
}

/** Something on a lane that can be pointed at. */
export type Mark =
  | RunMark
  | { kind: 'tick' | 'held'; key: string; x: number; width: number; next: boolean; at: number; due: DueTick }
  | { kind: 'expected'; key: string; x: number; width: number; at: number; after: number };

export interface Drawing {
  /** Stretches of a frequent job: it ran, it will run; [x, width]. */
  ran: [number, number][];
  ahead: [number, number][];
  /** By place, left to right. */
  marks: Mark[];
}

/** Where everything of a lane lies. `next` is the very next bell of all (epoch ms), drawn stronger. */
export function draw(lane: Lane, scale: Scale, now: number, next: number | null): Drawing {
  const marks: Mark[] = [
    ...lane.runs.flatMap((run) => barOf(run, scale, now) ?? []),
    ...lane.due.map((due) => tickOf(due, scale, next)),
    ...lane.expected.map(
      ({ at, after }): Mark => ({
        kind: 'expected',
        key: `e${after}-${at}`,
        x: scale.x(at) - 4.5,
        width: 9,
        at,
        after,
      }),
    ),
  ];
  return {
    // Between two bells of a frequent job, now lies in its band.
    ran: lane.ran.flatMap(([from, to]) => stretch(from, now - to <= FREQUENT_MS ? now : to, scale)),
    ahead: lane.ahead.flatMap(([from, to]) => stretch(from - now <= FREQUENT_MS ? now : from, to, scale)),
    marks: marks.sort((a, b) => a.x - b.x || a.at - b.at),
  };
}

function stretch(from: number, to: number, scale: Scale): [number, number][] {
  const x = Math.max(0, scale.x(from));
  const end = Math.min(scale.width, scale.x(to));
  return end < 0 || x > scale.width ? [] : [[x, Math.max(SHORTEST, end - x)]];
}

function tickOf(due: DueTick, scale: Scale, next: number | null): Mark {
  const x = scale.x(due.at);
  if (due.held) return { kind: 'held', key: `d${due.at}`, x: x - 4, width: 8, next: false, at: due.at, due };
  const first = due.at === next;
  const width = first ? 2.5 : 1.5;
  return { kind: 'tick', key: `d${due.at}`, x: x - width / 2, width, next: first, at: due.at, due };
}

function barOf(run: LaneRun, scale: Scale, now: number): RunMark | null {
  const at = run.startedAt ?? run.dueAt;
  const start = scale.x(at);
  const end = scale.x(run.finishedAt ?? (run.startedAt === null ? at : now));
  if (end < 0 || start > scale.width) return null;
  const late = isLate(run);
  const base = { key: `r${run.id}`, at, run, lead: late ? scale.x(run.dueAt) : null };
  const placed = (least: number) => {
    const width = Math.max(least, Math.min(end, scale.width) - Math.max(start, 0));
    return { x: Math.min(Math.max(0, start), scale.width - width), width };
  };
  switch (run.status) {
    case 'success':
      return { ...base, kind: 'bar', ...placed(SHORTEST), height: HEIGHT, tone: late ? 'late' : 'ok' };
    case 'failed':
    case 'timed-out':
      return { ...base, kind: 'bar', ...placed(SHORTEST_FAILURE), height: TALL, tone: 'fail' };
    case 'interrupted':
      return { ...base, kind: 'bar', ...placed(SHORTEST_FAILURE), height: TALL, tone: 'late' };
    case 'queued':
    case 'running':
      return { ...base, kind: 'live', ...placed(SHORTEST_FAILURE), height: HEIGHT, tone: 'run' };
    case 'cancelled':
      return { ...base, kind: 'bar', ...placed(SHORTEST), height: HEIGHT, tone: 'idle' };
    case 'missed':
      return {
        ...base,
        kind: 'hollow',
        x: start - HOLLOW / 2,
        width: HOLLOW,
        height: HEIGHT,
        tone: 'late',
        lead: null,
      };
    case 'skipped':
      return { ...base, kind: 'stub', x: start - 2, width: 4, height: 2, tone: 'idle', lead: null };
  }
}

/** Index of the mark nearest to `x`, at most `reach` pixels away; -1 when there is none. */
export function nearest(marks: readonly Mark[], x: number, reach: number): number {
  let found = -1;
  let least = reach;
  marks.forEach((mark, at) => {
    const distance = Math.max(mark.x - x, x - (mark.x + mark.width), 0);
    // Of two that touch, the later lies on top.
    if (distance <= least) [found, least] = [at, distance];
  });
  return found;
}

/** Index of the mark that lies most nearly at `at` (epoch ms); where a step up or down from another lane lands. */
export function closestInTime(marks: readonly Mark[], at: number): number {
  let found = -1;
  marks.forEach((mark, index) => {
    const best = marks[found];
    if (!best || Math.abs(mark.at - at) < Math.abs(best.at - at)) found = index;
  });
  return found;
}

export interface PlacedBand {
  band: Band;
  x: number;
  width: number;
}

/** Bands that can be seen, at least a pixel wide, earliest first. */
export function placeBands(bands: readonly Band[], scale: Scale): PlacedBand[] {
  return bands
    .flatMap((band) => {
      const x = Math.max(0, scale.x(band.from));
      const width = Math.min(scale.width, scale.x(band.to)) - x;
      return width >= 1 ? [{ band, x, width }] : [];
    })
    .sort((a, b) => a.x - b.x);
}
