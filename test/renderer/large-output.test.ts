import { describe, expect, it } from 'vitest';
import type { OutputChunk } from '#contract/run.ts';
import { OutputLog } from '../../renderer/history/output-log.ts';
import { trendShape } from '../../renderer/jobs/trend.ts';

const chunk = (seq: number, text: string): OutputChunk => ({ attempt: 1, seq, at: seq, stream: 'stdout', text });
const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => `line ${String(from + at).padStart(6, '0')}\n`).join('');

describe('a large output in the window', () => {
  it('is drawn in pieces where a line has no end, and copied as it was', () => {
    const log = new OutputLog();
    log.append([chunk(0, `${'a'.repeat(9000)}`), chunk(1, `${'b'.repeat(3000)}\nnext`)]);
    expect(log.lines.map(({ text, continues }) => [text.length, continues])).toEqual([
      [4000, false],
      [4000, true],
      [4000, true],
      [4, false],
    ]);
    expect(log.text).toBe(`${'a'.repeat(9000)}${'b'.repeat(3000)}\nnext`);
    expect(log.hasGap).toBe(false);
  });

  it('keeps colours from piece to piece of an endless line', () => {
    const log = new OutputLog();
    log.append([chunk(0, `\u001b[31m${'x'.repeat(5000)}\u001b[0m`)]);
    expect(log.lines.map(({ spans }) => spans[0]?.className)).toEqual(['a-red', 'a-red']);
  });

  it('keeps both ends and lets the middle go, again and again', () => {
    const log = new OutputLog();
    for (let at = 0; at < 200; at++) log.append([chunk(at, lines(at * 1000, at * 1000 + 1000))]);
    expect(log.lines.length).toBeLessThanOrEqual(25_000);
    expect(log.lines[0]?.text).toBe('line 000000');
    expect(log.lines.at(-1)?.text).toBe('line 199999');
    expect(log.lines.filter(({ afterGap }) => afterGap)).toHaveLength(1);
    const at = log.lines.findIndex(({ afterGap }) => afterGap);
    expect(at).toBe(10_000);
    expect(log.chars).toBe(log.lines.reduce((sum, { text }) => sum + text.length, 0));
    log.append([chunk(200, 'the '), chunk(201, 'end')]);
    expect(log.lines.at(-1)?.text).toBe('the end');
  });

  it('lets nothing go while someone reads, within reason', () => {
    const log = new OutputLog();
    log.held = true;
    for (let at = 0; at < 60; at++) log.append([chunk(at, lines(at * 1000, at * 1000 + 1000))]);
    expect(log.hasGap).toBe(false);
    log.held = false;
    log.append([chunk(60, 'x')]);
    expect(log.lines).toHaveLength(20_000);
  });

  it('knows when even its beginning is missing', () => {
    const log = new OutputLog();
    log.append([chunk(7, 'late')]);
    expect(log.hasGap).toBe(true);
    expect(log.lines[0]?.afterGap).toBe(true);
  });

  it('can be read anew', () => {
    const log = new OutputLog();
    log.append([chunk(0, 'a'), chunk(5, 'b')]);
    expect(log.hasGap).toBe(true);
    log.clear();
    log.append([chunk(0, 'a'), chunk(1, 'c\nd')]);
    expect(log.text).toBe('ac\nd');
    expect(log.hasGap).toBe(false);
  });
});

describe('a trend of durations', () => {
  const point = (id: number, ms: number, status: 'success' | 'failed' = 'success') => ({ id, at: id, ms, status });
  const usual = { medianMs: 200_000, lowMs: 180_000, highMs: 220_000, count: 4 };

  it('draws successes as a line, failures at the foot, the unusual as a dot, under a round top', () => {
    const trend = [point(1, 200_000), point(2, 100, 'failed'), point(3, 210_000), point(4, 420_000)];
    const shape = trendShape(trend, usual, 300, 40);
    expect(shape.topMs).toBe(8 * 60_000);
    expect(shape.line).toBe('M0 23.3L200 22.5L300 5');
    expect(shape.dots).toEqual([
      { id: 2, x: 100, y: 40, tone: 'fail' },
      { id: 4, x: 300, y: 5, tone: 'late' },
    ]);
    expect(shape.band).toEqual({ y: 21.7, height: 3.3 });
  });

  it('of a single run, or of none, draws what there is', () => {
    expect(trendShape([], null, 300, 40)).toEqual({ line: '', dots: [], band: null, topMs: 1 });
    expect(trendShape([point(1, 90)], null, 300, 40)).toMatchObject({ line: 'M300 4', topMs: 100 });
  });
});
