import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endWords } from '../../renderer/history/EndLines.tsx';
import { filterOf } from '../../renderer/history/filter.ts';
import { findIn, segments } from '../../renderer/history/find.ts';
import { outcomeOf } from '../../renderer/history/outcome.ts';
import { clockOf, toldAt } from '../../renderer/history/remark.ts';
import { type Listing, listRows } from '../../renderer/history/rows.ts';
import { idParam, withParams } from '../../renderer/ui/address.ts';
import { setHourCycle } from '../../renderer/ui/wall-time.ts';
import { aRun } from './samples.ts';

const at = (day: number, hour: number) => new Date(2026, 9, day, hour).getTime();

/** The list of these runs, with nothing between them unless said otherwise. */
const listed = (runs: Listing['runs'], more: Partial<Listing> = {}) =>
  listRows({
    ...{ runs, complete: true, bands: [], frequent: new Set<number>(), madeUp: true, collapse: false },
    ...{ open: new Set<string>(), apart: new Set<number>(), ...more },
  });

describe('rows by day', () => {
  const runs = [
    aRun({ id: 4, dueAt: at(24, 1) }),
    aRun({ id: 3, dueAt: at(23, 23), status: 'failed' }),
    aRun({
      id: 2,
      dueAt: at(23, 9),
      status: 'missed',
      dueUntil: at(25, 9),
      startedAt: null,
      finishedAt: null,
      count: 3,
    }),
    aRun({ id: 1, dueAt: at(22, 9) }),
  ];
  const shape = (complete: boolean) =>
    listed(runs, { complete }).map((row) => (row.kind === 'day' ? row.facts || '-' : row.kind === 'run' && row.run.id));

  it('head each calendar day, with what happened in it', () => {
    expect(shape(true)).toEqual(['1 run', 4, '1 run · 1 failed · 3 missed', 3, 2, '1 run', 1]);
  });

  it('do not sum up a day of which rows are still to be loaded', () => {
    expect(shape(false)).toEqual(['1 run', 4, '1 run · 1 failed · 3 missed', 3, 2, '-', 1]);
  });

  it('number the runs without the headings', () => {
    const indices = listed(runs).flatMap((row) => (row.kind === 'run' ? row.index : []));
    expect(indices).toEqual([0, 1, 2, 3]);
  });
});

describe('repeats', () => {
  const ping = (id: number, hour: number, more = {}) => aRun({ id, jobId: 1, dueAt: at(23, hour), ...more });
  const other = (id: number, hour: number) => aRun({ id, jobId: 2, dueAt: at(23, hour) });
  const failed = { status: 'failed', exitCode: 1 } as const;
  const shape = (rows: ReturnType<typeof listed>) =>
    rows.flatMap((row): (number | string | number[])[] => {
      if (row.kind === 'day') return [];
      if (row.kind === 'repeats') return [row.runs.map(({ id }) => id)];
      return row.kind === 'run' ? [row.nested ? `in ${row.run.id}` : row.run.id] : ['band'];
    });

  it('are consecutive runs of one job that ended alike, whatever others did between', () => {
    const runs = [ping(9, 20), other(8, 19), ping(7, 18), ping(6, 17, failed), ping(5, 16), ping(4, 15)];
    expect(shape(listed(runs, { collapse: true }))).toEqual([[9, 7], 8, 6, [5, 4]]);
    expect(shape(listed(runs))).toEqual([9, 8, 7, 6, 5, 4]);
  });

  it('stop at midnight, at a band, and at what runs', () => {
    const running = { status: 'running', finishedAt: null } as const;
    const runs = [ping(9, 20, running), ping(8, 19), ping(7, 18), ping(6, 9), ping(5, 8), ping(4, -1)];
    const asleep = { kind: 'asleep', from: at(23, 10), to: at(23, 17), missed: 0, letGo: 0 } as const;
    expect(shape(listed(runs, { collapse: true, bands: [asleep] }))).toEqual([9, [8, 7], 'band', [6, 5], 4]);
  });

  it('open by any of their runs, and let rows stay apart', () => {
    const runs = [ping(9, 20), ping(8, 19), ping(7, 18)];
    expect(shape(listed(runs, { collapse: true, open: new Set(['7']) }))).toEqual([[9, 8, 7], 'in 9', 'in 8', 'in 7']);
    expect(shape(listed(runs, { collapse: true, apart: new Set([9]) }))).toEqual([9, [8, 7]]);
  });

  it('stand for a bounded number, so that each page shows something new', () => {
    const runs = Array.from({ length: 450 }, (_, index) => aRun({ id: 450 - index, dueAt: at(23, 20) - index * 1000 }));
    const sizes = listed(runs, { collapse: true }).flatMap((row) => (row.kind === 'repeats' ? row.runs.length : []));
    expect(sizes).toEqual([200, 200, 50]);
  });
});

describe('bands between the runs', () => {
  const asleep = { kind: 'asleep', from: at(23, 1), to: at(23, 7), missed: 1, letGo: 3 } as const;
  const missed = { status: 'missed', startedAt: null, finishedAt: null, reason: 'asleep' } as const;
  const runs = [
    aRun({ id: 5, jobId: 3, dueAt: at(23, 2), startedAt: at(23, 7), finishedAt: at(23, 8), cause: 'catch-up' }),
    aRun({ id: 4, jobId: 1, dueAt: at(23, 6), ...missed }),
    aRun({ id: 3, jobId: 2, dueAt: at(23, 1), dueUntil: at(23, 3), count: 3, ...missed }),
    aRun({ id: 2, jobId: 1, dueAt: at(23, 0) }),
  ];
  const shape = (more: Partial<Listing>) =>
    listed(runs, { bands: [asleep], ...more }).flatMap((row) =>
      row.kind === 'run' ? `${row.madeUp ? 'due ' : ''}${row.run.id}` : row.kind === 'day' ? [] : row.kind,
    );

  it('stand where they ended; what rings often is in them, what was made up also where it was due', () => {
    expect(shape({})).toEqual(['5', 'band', '4', 'due 5', '2']);
    const [heading] = listed(runs, { bands: [asleep] });
    expect(heading).toMatchObject({ kind: 'day', facts: '2 runs · 2 missed' });
  });

  it('show what they let go when they are open', () => {
    const key = `band asleep ${asleep.from}`;
    expect(shape({ open: new Set([key]) })).toEqual(['5', 'band', '3', '4', 'due 5', '2']);
  });

  it('wait for what is not loaded, and tell nothing twice under a filter', () => {
    expect(shape({ complete: false, bands: [{ ...asleep, from: at(22, 1), to: at(22, 7) }] })).not.toContain('band');
    expect(shape({ bands: [], madeUp: false })).toEqual(['5', '4', '3', '2']);
  });
});

describe('what became of a run', () => {
  it('names the exit code of all attempts only where it was the same', () => {
    const run = aRun({ status: 'failed', exitCode: 1, attempt: 2, attempts: 2, error: 'Exit code 1: No answer' });
    expect(outcomeOf(run, [{ exitCode: 1 }, { exitCode: 1 }])).toBe('Exit code 1 on all 2 attempts. No answer');
    expect(outcomeOf(run, [{ exitCode: 7 }, { exitCode: 1 }])).toBe('Exit code 1. No answer');
  });

  it('is the last line of its output', () => {
    expect(endWords({ exitCode: 1, signal: null, status: 'failed' }, 32_400)).toBe('Exited with code 1 after 32.4 s');
    expect(endWords({ exitCode: null, signal: 'SIGKILL', status: 'cancelled' }, 500)).toBe(
      'Ended by SIGKILL after 0.5 s',
    );
    expect(endWords({ exitCode: null, signal: 'SIGTERM', status: 'timed-out' }, 90_000)).toBe(
      'Timed out after 1 m 30 s',
    );
  });
});

describe('the filter in the address', () => {
  const now = Date.UTC(2026, 9, 23, 12, 57);
  const read = (query: string) => filterOf(new URLSearchParams(query), now);

  it('reads job, status, days and words', () => {
    expect(read('job=7&status=bad&days=1&q=+disk+')).toEqual({
      job: 7,
      status: ['failed', 'timed-out', 'interrupted'],
      since: Date.UTC(2026, 9, 22, 12),
      search: 'disk',
    });
  });

  it('ignores what it does not understand', () => {
    expect(read('cause=by-hand')).toEqual({ cause: ['by-hand'] });
    expect(read('job=-1&cause=odd&status=odd&days=4&q=+')).toEqual({});
    expect(['7', '07x', '1e3', ''].map((text) => idParam(new URLSearchParams({ run: text }), 'run'))).toEqual([
      7,
      null,
      null,
      null,
    ]);
  });

  it('is changed in part', () => {
    const params = new URLSearchParams('job=7&q=a');
    expect(withParams('/history', params, { job: null, run: 3 })).toBe('/history?q=a&run=3');
    expect(withParams('/history', params, { job: '', q: undefined })).toBe('/history');
  });
});

describe('the column of times', () => {
  beforeAll(() => setHourCycle('24'));
  afterAll(() => setHourCycle('system'));
  const onTheMinute = aRun({ dueAt: at(23, 12) });
  const byHand = aRun({ dueAt: at(23, 12) + 4321, cause: 'by-hand' });

  it('has one form: seconds in all rows or in none', () => {
    const plain = clockOf([onTheMinute, byHand]);
    expect([plain(toldAt(onTheMinute)), plain(toldAt(byHand))]).toEqual(['12:00', '12:00']);
    const exact = clockOf([onTheMinute, byHand, aRun({ dueAt: at(23, 12) + 10_000 })]);
    expect([exact(toldAt(onTheMinute)), exact(toldAt(byHand))]).toEqual(['12:00:00', '12:00:04']);
  });
});

describe('finding in output', () => {
  const line = (text: string) => ({
    at: 0,
    stream: 'stdout' as const,
    text,
    spans: [],
    afterGap: false,
    continues: false,
  });

  it('finds every place, in any letter case', () => {
    expect(findIn([line('Disk disk'), line('none'), line('DISK')], 'disk')).toEqual([
      { line: 0, start: 0, end: 4 },
      { line: 0, start: 5, end: 9 },
      { line: 2, start: 0, end: 4 },
    ]);
    expect(findIn([line('a')], '')).toEqual([]);
  });

  it('cuts a line where a colour or a match begins or ends', () => {
    const hit = { line: 0, start: 2, end: 6 };
    const cut = segments('abcdefgh', [{ start: 0, end: 4, className: 'a-red' }], [hit], hit);
    expect(cut.map(({ text, className }) => [text, className])).toEqual([
      ['ab', 'a-red'],
      ['cd', 'a-red hit here'],
      ['ef', 'hit here'],
      ['gh', ''],
    ]);
  });
});
