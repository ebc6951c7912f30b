import { describe, expect, it } from 'vitest';
import type { Lane, LaneRun, Timeline } from '#contract/timeline.ts';
import { comingBells } from '../../renderer/now/coming.ts';
import { pathsOf } from '../../renderer/now/lane-paths.ts';
import { progress } from '../../renderer/now/progress.ts';
import {
  closestInTime,
  draw,
  grid,
  type Mark,
  nearest,
  placeBands,
  type RunMark,
  scaleOf,
} from '../../renderer/now/timeline-geometry.ts';
import { step } from '../../renderer/now/timeline-keys.ts';
import { patchTimeline } from '../../renderer/state/timeline.ts';
import { spell } from '../../renderer/ui/format.ts';
import { aJob, aRun } from './samples.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2026, 9, 23, 12, 57);
/** 10 px an hour. */
const scale = scaleOf(NOW - 24 * HOUR, NOW + 24 * HOUR, 480);
const lane = (changes: Partial<Lane> = {}): Lane => ({
  ...{ jobId: 1, frequent: false, runs: [], ran: [], due: [], ahead: [], expected: [] },
  ...changes,
});
const run = (hoursAgo: number, ms: number, changes: Partial<LaneRun> = {}): LaneRun => {
  const at = NOW - hoursAgo * HOUR;
  return aRun({ id: Math.round(hoursAgo * 100), dueAt: at, startedAt: at, finishedAt: at + ms, ...changes });
};
const marksOf = (...runs: LaneRun[]) => draw(lane({ runs }), scale, NOW, null).marks as RunMark[];

describe('bars', () => {
  it('are as long as the run took, three pixels at the least, a failure four and taller', () => {
    const [long, failed, short] = marksOf(run(10, 2 * HOUR), run(5, 1000, { status: 'failed' }), run(2, 1000));
    expect(long).toMatchObject({ x: 140, width: 20, height: 13, tone: 'ok' });
    expect(failed).toMatchObject({ width: 4, height: 17, tone: 'fail' });
    expect(short).toMatchObject({ width: 3, height: 13 });
  });

  it('of what ran late are brass, with a lead from the due time', () => {
    const [late] = marksOf(run(5, MINUTE, { dueAt: NOW - 10 * HOUR }));
    expect(late).toMatchObject({ x: 190, tone: 'late', lead: 140 });
    expect(marksOf(run(5, MINUTE, { dueAt: NOW - 10 * HOUR, cause: 'by-hand' }))[0]).toMatchObject({ lead: null });
  });

  it('of misses are hollow, of skips a stub, of what runs reach to now', () => {
    const none = { startedAt: null, finishedAt: null };
    const [live, missed, skipped] = [
      marksOf(run(3, 0, { status: 'running', finishedAt: null }))[0],
      marksOf(run(3, 0, { status: 'missed', ...none }))[0],
      marksOf(run(3, 0, { status: 'skipped', ...none }))[0],
    ];
    expect(live).toMatchObject({ kind: 'live', x: 210, width: 30, tone: 'run' });
    expect(missed).toMatchObject({ kind: 'hollow' });
    expect(skipped).toMatchObject({ kind: 'stub', height: 2 });
  });

  it('are cut at the edges, and left out beyond them', () => {
    expect(marksOf(run(25, 3 * HOUR))[0]).toMatchObject({ x: 0, width: 20 });
    expect(marksOf(run(30, HOUR))).toEqual([]);
  });
});

describe('a lane', () => {
  const looks = (marks: readonly Mark[]) => pathsOf(marks).map(({ look }) => look);

  it('of hundreds of marks is one path for each look, in which each mark has its place', () => {
    const runs = Array.from({ length: 300 }, (_, at) => run(23 - at / 15, 1000, { id: at }));
    const due = [1, 2, 3].map((hours) => ({ at: NOW + hours * HOUR, held: false, note: null }));
    const [bars, ticks, ...rest] = pathsOf(draw(lane({ runs, due }), scale, NOW, null).marks);
    expect(rest).toEqual([]);
    expect(bars?.look).toBe('bar-ok');
    expect(bars?.d.match(/M/g)).toHaveLength(300);
    // Ten pixels an hour from 240 on; each as high as it was as a shape of its own, with round ends.
    expect(ticks).toEqual({ look: 'tick', d: 'M250 7.25v7.5M260 7.25v7.5M270 7.25v7.5' });
  });

  it('shows failures over what went well, and a lead beneath what came late', () => {
    const failed = run(9, 1000, { id: 1, status: 'failed' });
    const late = run(5, MINUTE, { id: 2, dueAt: NOW - 10 * HOUR });
    expect(looks(marksOf(failed, late, run(8.9, 1000)))).toEqual(['lead', 'hollow', 'bar-ok', 'bar-late', 'bar-fail']);
  });

  it('stripes what runs, once there is room', () => {
    const since = (hours: number) => marksOf(run(hours, 0, { status: 'running', finishedAt: null }));
    expect(looks(since(3))).toEqual(['bar-run', 'stripes']);
    expect(looks(since(1))).toEqual(['bar-run']);
  });

  it('draws a bar as a box with round corners', () => {
    const [bar] = pathsOf(marksOf(run(10, 2 * HOUR)));
    expect(bar?.d).toBe(
      'M141.25 4.5h17.5a1.25 1.25 0 0 1 1.25 1.25v10.5a1.25 1.25 0 0 1 -1.25 1.25h-17.5a1.25 1.25 0 0 1 -1.25 -1.25v-10.5a1.25 1.25 0 0 1 1.25 -1.25Z',
    );
  });
});

describe('what is to come', () => {
  it('is a tick, the very next bell stronger, what is held a cross, what is expected a diamond', () => {
    const due = [HOUR, 2 * HOUR].map((ms) => ({ at: NOW + ms, held: ms > HOUR, note: null }));
    const expected = [{ at: NOW + 3 * HOUR, after: 7 }];
    const { marks } = draw(lane({ due, expected }), scale, NOW, NOW + HOUR);
    expect(marks).toMatchObject([{ kind: 'tick', next: true }, { kind: 'held' }, { kind: 'expected', after: 7 }]);
  });

  it('of a frequent job is a dotted stretch that joins the band at now', () => {
    const { ran, ahead } = draw(
      lane({ frequent: true, ran: [[NOW - 2 * HOUR, NOW - MINUTE]], ahead: [[NOW + MINUTE, NOW + 30 * HOUR]] }),
      ...([scale, NOW, null] as const),
    );
    expect(ran).toEqual([[220, 20]]);
    expect(ahead).toEqual([[240, 240]]);
  });
});

describe('the grid', () => {
  const local = new Date(2026, 5, 23, 14, 57).getTime();
  const wide = scaleOf(local - 24 * HOUR, local + 24 * HOUR, 842);

  it('has a line each three hours, days marked, and no words under the flag or beside a day’s name', () => {
    const lines = grid(wide, '24h', local);
    expect(lines).toHaveLength(16);
    expect(lines.filter(({ day }) => day)).toHaveLength(2);
    const hours = lines.filter(({ labelled }) => labelled).map(({ at }) => new Date(at).getHours());
    expect(hours).toEqual([15, 18, 21, 0, 6, 9, 12, 18, 21, 0, 6, 9, 12]);
  });

  it('has a line a day over a week', () => {
    const week = scaleOf(local - 7 * 24 * HOUR, local + 7 * 24 * HOUR, 842);
    expect(grid(week, '7d', local).every(({ day }) => day)).toBe(true);
    expect(grid(week, '7d', local)).toHaveLength(14);
  });
});

describe('pointing', () => {
  const marks = marksOf(run(10, 1000), run(9.9, 1000), run(5, HOUR));

  it('finds the nearest within reach, the later of two that touch', () => {
    expect(nearest(marks, 195, 7)).toBe(2);
    expect(nearest(marks, 142, 7)).toBe(1);
    expect(nearest(marks, 60, 7)).toBe(-1);
  });

  it('finds the closest in time', () => {
    expect(closestInTime(marks, NOW - 6 * HOUR)).toBe(2);
    expect(closestInTime([], NOW)).toBe(-1);
  });

  it('moves along a lane, and to the same time in another', () => {
    const lanes: Mark[][] = [marks, marksOf(run(5.5, 1000), run(1, 1000)), []];
    const at = (place: number) => lanes[place] ?? [];
    const go = (lane: number, key: string | null, pressed: string) => {
      const time = lanes[lane]?.find((mark) => mark.key === key)?.at ?? NOW;
      return step({ lane, key }, pressed, 3, time, at);
    };
    expect(go(0, null, 'ArrowRight')).toEqual({ lane: 0, key: 'r1000' });
    expect(go(0, 'r1000', 'ArrowRight')).toEqual({ lane: 0, key: 'r990' });
    expect(go(0, 'r1000', 'ArrowLeft')).toEqual({ lane: 0, key: null });
    expect(go(0, 'r500', 'ArrowRight')).toBeNull();
    expect(go(0, 'r500', 'ArrowDown')).toEqual({ lane: 1, key: 'r550' });
    expect(go(1, 'r100', 'ArrowDown')).toEqual({ lane: 2, key: null });
    expect(go(2, null, 'ArrowDown')).toBeNull();
    expect(go(1, 'r100', 'Home')).toEqual({ lane: 1, key: 'r550' });
  });
});

describe('bands', () => {
  it('are cut to the line, and left out where they cannot be seen', () => {
    const placed = placeBands(
      [
        { kind: 'paused', from: NOW, to: NOW + 100 * HOUR },
        { kind: 'asleep', from: NOW - 3 * HOUR, to: NOW - HOUR },
        { kind: 'asleep', from: NOW - 4 * HOUR, to: NOW - 4 * HOUR + 1000 },
      ],
      scale,
    );
    expect(placed).toMatchObject([
      { x: 210, width: 20 },
      { x: 240, width: 240 },
    ]);
    expect([spell(23 * MINUTE), spell(6 * HOUR + 23 * MINUTE), spell(50 * HOUR)]).toEqual([
      '23 min',
      '6 h 23 min',
      '2 d 2 h',
    ]);
  });
});

describe('events', () => {
  const seen = (changes: Partial<Lane>): Timeline => ({
    ...{ now: NOW, from: scale.from, to: scale.to, total: 1, offset: 0, bands: [] },
    lanes: [lane(changes)],
  });

  it('put a run into its lane, in place of its tick', () => {
    const before = seen({ due: [{ at: NOW, held: false, note: null }] });
    const after = patchTimeline(before, [aRun({ id: 9, jobId: 1, dueAt: NOW, status: 'running', finishedAt: null })]);
    expect(after.lanes[0]).toMatchObject({ due: [], runs: [{ id: 9, status: 'running' }] });
    const ended = patchTimeline(after, [aRun({ id: 9, jobId: 1, dueAt: NOW })]);
    expect(ended.lanes[0]?.runs).toMatchObject([{ id: 9, status: 'success' }]);
  });

  it('lengthen the band of a frequent job, and let its failures stand out', () => {
    const before = seen({ frequent: true, ran: [[NOW - HOUR, NOW - MINUTE]] });
    const after = patchTimeline(before, [
      aRun({ id: 1, jobId: 1, dueAt: NOW }),
      aRun({ id: 2, jobId: 1, dueAt: NOW, status: 'failed' }),
    ]);
    expect(after.lanes[0]).toMatchObject({ ran: [[NOW - HOUR, NOW]], runs: [{ id: 2 }] });
  });

  it('of other jobs change nothing', () => {
    const before = seen({});
    expect(patchTimeline(before, [aRun({ jobId: 5 })])).toBe(before);
  });
});

describe('next and running', () => {
  it('gives the soonest bells, of two at once the rarer first', () => {
    const jobs = [
      aJob({ id: 1, name: 'A ping', nextRunAt: NOW }),
      aJob({ id: 2, name: 'Z report', nextRunAt: NOW }),
      aJob({ id: 3, name: 'later', nextRunAt: NOW + 1 }),
      aJob({ id: 4, name: 'paused', nextRunAt: NOW, pause: { since: 0, until: NOW * 2 } }),
      aJob({ id: 5, name: 'off', nextRunAt: NOW, enabled: false }),
    ];
    const bells = {
      ...{ until: NOW + HOUR, count: 3 },
      jobs: [
        { jobId: 1, at: NOW, following: NOW + HOUR },
        { jobId: 2, at: NOW, following: NOW + 100 * HOUR },
      ],
    };
    expect(comingBells(jobs, bells, 2).map(({ id }) => id)).toEqual([2, 1]);
    expect(comingBells(jobs, undefined, 9).map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  it('tells how far a run is by what is usual, and nothing without history', () => {
    expect(progress(NOW - MINUTE, 4 * MINUTE, NOW)).toEqual({ share: 0.25, leftMs: 3 * MINUTE });
    expect(progress(NOW - 5 * MINUTE, 4 * MINUTE, NOW)).toEqual({ share: 1.25, leftMs: -MINUTE });
    expect(progress(NOW, null, NOW)).toEqual({ share: null, leftMs: null });
    expect(progress(null, MINUTE, NOW)).toEqual({ share: null, leftMs: null });
  });
});
