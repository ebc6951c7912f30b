import { expect, it } from 'vitest';
import type { EventPayload } from '#contract/api.ts';
import type { OutputChunk } from '#contract/run.ts';
import { Bus } from '#handlers/bus.ts';
import { createOutputBatches } from '#handlers/output-batches.ts';

const chunk = (seq: number, size: number): OutputChunk => ({
  attempt: 1,
  seq,
  at: 0,
  stream: 'stdout',
  text: 'x'.repeat(size),
});

function batches() {
  const bus = new Bus();
  const heard: EventPayload<'run.output'>[] = [];
  let due: (() => void) | null = null;
  const timers = {
    after: (_: number, run: () => void) => {
      due = run;
      return () => {};
    },
    every: () => () => {},
  };
  const tell = createOutputBatches(bus, timers);
  const flush = () => {
    due?.();
    due = null;
    return heard.splice(0);
  };
  bus.subscribe((name, payload) => {
    if (name === 'run.output') heard.push(payload as EventPayload<'run.output'>);
  });
  return { tell, flush };
}

it('tells what runs print in batches, one a run, in order', () => {
  const { tell, flush } = batches();
  tell(1, [chunk(0, 5)]);
  tell(2, [chunk(0, 5)]);
  tell(1, [chunk(1, 5)]);
  expect(flush().map(({ id, chunks }) => [id, chunks.map(({ seq }) => seq)])).toEqual([
    [1, [0, 1]],
    [2, [0]],
  ]);
  expect(flush()).toEqual([]);
});

it('tells of a flood the newest part, bounded for all runs together', () => {
  const { tell, flush } = batches();
  for (let run = 1; run <= 20; run++) for (let seq = 0; seq < 40; seq++) tell(run, [chunk(seq, 32 * 1024)]);
  const told = flush();
  const size = told.flatMap(({ chunks }) => chunks).reduce((sum, { text }) => sum + text.length, 0);
  expect(told).toHaveLength(20);
  // At least one piece of each, else half a megabyte.
  expect(size).toBeLessThanOrEqual(20 * 32 * 1024);
  expect(told.every(({ chunks }) => chunks.at(-1)?.seq === 39)).toBe(true);
});
