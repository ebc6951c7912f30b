import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { jobDraft } from '#contract/job.ts';
import { type OpenStore, openStore } from '#store/index.ts';
import { usualOf } from '#store/statistics.ts';
import { tempFolder } from '../support/temp.ts';
import { addRun } from './runs.ts';

let store: OpenStore;
let job: number;

beforeEach(async () => {
  store = await openStore(await tempFolder());
  onTestFinished(() => store.close());
  const draft = jobDraft.parse({ name: 'a', action: { kind: 'command', run: { by: 'shell', line: 'x' } } });
  job = (await store.jobs.create(draft, 1, null)).id;
});

describe('what is usual', () => {
  it.each([
    [[], null],
    [[7], { medianMs: 7, lowMs: 7, highMs: 7, count: 1 }],
    [[1000, 9000], { medianMs: 5000, lowMs: 3000, highMs: 7000, count: 2 }],
    [[4, 1, 3, 2, 5], { medianMs: 3, lowMs: 2, highMs: 4, count: 5 }],
  ])('of %j is %j', (lengths, usual) => expect(usualOf(lengths)).toEqual(usual));

  it('is told of the last 20 successes alone', async () => {
    expect((await store.jobs.summaries([job]))[0]?.usual).toBeNull();
    for (let at = 0; at < 5; at++) await addRun(store, job, { ms: 1_000_000 });
    for (let at = 0; at < 20; at++) await addRun(store, job, { ms: 1000 + at * 100 });
    await addRun(store, job, { ms: 1, status: 'failed', error: 'x' });
    await addRun(store, job, { status: 'running' });
    expect((await store.jobs.summaries([job]))[0]?.usual).toEqual({
      medianMs: 1950,
      lowMs: 1475,
      highMs: 2425,
      count: 20,
    });
  });
});

describe('statistics', () => {
  it('tell the trend, the success rate, the counts, the starts and the bytes kept', async () => {
    const first = await addRun(store, job, { at: 900_000, ms: 10, output: 'four' });
    await addRun(store, job, { at: 900_001, ms: 20, status: 'failed', error: 'x' });
    await addRun(store, job, { at: 1_800_000, ms: 30, output: 'fiver' });
    await addRun(store, job, { at: 1_900_000, ms: 30, status: 'cancelled' });
    await addRun(store, job, { at: 2_000_000, status: 'missed' });
    const stats = await store.jobs.stats(job);
    expect(stats).toMatchObject({
      counts: { success: 2, failed: 1, cancelled: 1, missed: 1 },
      successRate: 2 / 3,
      usual: { medianMs: 20 },
      keptBytes: 9,
      starts: [
        { at: 900_000, count: 2 },
        { at: 1_800_000, count: 2 },
      ],
    });
    expect(stats.trend.map(({ ms }) => ms)).toEqual([10, 20, 30, 30]);
    expect(stats.trend[0]).toEqual({ id: first, at: 900_000, ms: 10, status: 'success' });
  });

  it('of a job that never ran say so', async () => {
    expect(await store.jobs.stats(job)).toEqual({
      ...{ trend: [], successRate: null, counts: {}, usual: null, starts: [], keptBytes: 0 },
    });
  });
});
