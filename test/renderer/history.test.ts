import { describe, expect, it } from 'vitest';
import { filterOf } from '../../renderer/history/filter.ts';
import { findIn, segments } from '../../renderer/history/find.ts';
import { rowsByDay } from '../../renderer/history/rows.ts';
import { idParam, withParams } from '../../renderer/ui/address.ts';
import { aRun } from './samples.ts';

const at = (day: number, hour: number) => new Date(2026, 9, day, hour).getTime();

describe('rows by day', () => {
  const runs = [
    aRun({ id: 4, dueAt: at(24, 1) }),
    aRun({ id: 3, dueAt: at(23, 23), status: 'failed' }),
    aRun({ id: 2, dueAt: at(23, 9), status: 'missed', startedAt: null, finishedAt: null, count: 3 }),
    aRun({ id: 1, dueAt: at(22, 9) }),
  ];
  const shape = (complete: boolean) =>
    rowsByDay(runs, complete).map((row) => (row.kind === 'day' ? row.facts || '-' : row.run.id));

  it('head each calendar day, with what happened in it', () => {
    expect(shape(true)).toEqual(['1 run', 4, '1 run · 1 failed · 3 missed', 3, 2, '1 run', 1]);
  });

  it('do not sum up a day of which rows are still to be loaded', () => {
    expect(shape(false)).toEqual(['1 run', 4, '1 run · 1 failed · 3 missed', 3, 2, '-', 1]);
  });

  it('number the runs without the headings', () => {
    const indices = rowsByDay(runs, true).flatMap((row) => (row.kind === 'run' ? row.index : []));
    expect(indices).toEqual([0, 1, 2, 3]);
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
    expect(read('job=-1&status=odd&days=4&q=+')).toEqual({});
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
