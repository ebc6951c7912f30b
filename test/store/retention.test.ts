import { statSync } from 'node:fs';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { jobDraft } from '#contract/job.ts';
import type { KeepRules } from '#core/ports.ts';
import { connect } from '#store/connection.ts';
import { type OpenStore, openStore } from '#store/index.ts';
import { tempFolder } from '../support/temp.ts';
import { addRun } from './runs.ts';

let folder: string;
let store: OpenStore;
let job: number;

beforeEach(async () => {
  folder = await tempFolder();
  store = await openStore(folder);
  onTestFinished(() => store.close().catch(() => {}));
  const draft = jobDraft.parse({ name: 'a', action: { kind: 'command', run: { by: 'shell', line: 'x' } } });
  job = (await store.jobs.create(draft, 1, null)).id;
});

const sweep = (rule: Partial<KeepRules['jobs'][number]>, rules: Partial<KeepRules> = {}, goesOn = () => true) =>
  store.history.sweep(
    {
      jobs: [{ job, goodBefore: 0, failedBefore: 0, runs: null, ...rule }],
      totalBytes: null,
      trashBefore: 0,
      ...rules,
    },
    77,
    goesOn,
  );
const left = async () => (await store.runs.list({ limit: 1000 })).runs.map(({ id }) => id).sort((a, b) => a - b);

describe('sweeping the history', () => {
  it('takes runs by age, failures by an age of their own, never a live one nor the newest', async () => {
    const old = await addRun(store, job, { at: 1000, output: 'twelve bytes' });
    const missed = await addRun(store, job, { at: 1100, status: 'missed' });
    const failed = await addRun(store, job, { at: 1200, status: 'failed', error: 'x' });
    const running = await addRun(store, job, { at: 1300, status: 'running' });
    const young = await addRun(store, job, { at: 9000 });
    const ran = await addRun(store, job, { at: 9100 });
    const newest = await addRun(store, job, { at: 9200, status: 'skipped' });
    expect(await sweep({ goodBefore: 5000, failedBefore: 500 })).toEqual({ runs: 2, jobs: 0, bytes: 12 });
    expect(await left()).toEqual([failed, running, young, ran, newest]);
    expect(await store.runs.get(old)).toBeNull();
    expect(await store.runs.get(missed)).toBeNull();
    expect((await sweep({ goodBefore: 99_999, failedBefore: 99_999 })).runs).toBe(2);
    expect(await left()).toEqual([running, ran, newest]);
    expect(await store.history.status()).toMatchObject({ runs: 3, removed: { at: 77, runs: 2, jobs: 0, bytes: 0 } });
  });

  it('keeps so many runs, failures counted apart', async () => {
    const good: number[] = [];
    const bad: number[] = [];
    for (let at = 0; at < 10; at++) {
      bad.push(await addRun(store, job, { status: 'failed', error: 'x' }));
      good.push(await addRun(store, job, {}), await addRun(store, job, {}));
    }
    await sweep({ runs: 4 });
    expect(await left()).toEqual([...good.slice(-4), ...bad.slice(-4)].sort((a, b) => a - b));
  });

  it('makes the store as small as it may be: oldest first, failures last, and gives the file back', async () => {
    const noise = () => Buffer.from(Array.from({ length: 400_000 }, () => 97 + Math.floor(Math.random() * 26)));
    const failed = await addRun(store, job, { status: 'failed', error: 'x', output: noise() });
    const runs: number[] = [];
    for (let at = 0; at < 40; at++) runs.push(await addRun(store, job, { output: noise() }));
    const { bytes } = await store.history.status();
    const before = await onDisk();
    const removed = await sweep({}, { totalBytes: bytes - 8_000_000 });
    expect(removed.runs).toBeGreaterThan(15);
    expect(removed.runs).toBeLessThan(30);
    expect(await left()).toEqual([failed, ...runs.slice(removed.runs)]);
    expect((await store.history.status()).bytes).toBeLessThan(bytes - 7_000_000);
    expect(await onDisk()).toBeLessThan(before - 3_000_000);
    await sweep({}, { totalBytes: 1 });
    expect(await left()).toEqual([runs.at(-1)]);
  });

  it('empties the Trash, but not of a job whose run goes on', async () => {
    await addRun(store, job, {});
    const live = await addRun(store, job, { status: 'running' });
    await store.jobs.remove(job, 100);
    expect(await sweep({}, { trashBefore: 101 })).toMatchObject({ runs: 1, jobs: 0 });
    await store.patchRun(live, { status: 'success', finishedAt: 5 });
    expect(await sweep({}, { trashBefore: 100 })).toMatchObject({ runs: 0, jobs: 0 });
    expect(await sweep({}, { trashBefore: 101 })).toMatchObject({ runs: 1, jobs: 1 });
  });

  it('ends at its next step when told to', async () => {
    for (let at = 0; at < 200; at++) await addRun(store, job, {});
    let steps = 0;
    const { runs } = await sweep({ goodBefore: 1e12 }, {}, () => ++steps < 5);
    expect(runs).toBeGreaterThan(0);
    expect(runs).toBeLessThan(199);
  });

  it('lets what rings go first', async () => {
    for (let at = 0; at < 400; at++) await addRun(store, job, {});
    const order: string[] = [];
    const swept = sweep({ goodBefore: 1e12 }).then(() => order.push('swept'));
    for (let at = 0; at < 20; at++) {
      await addRun(store, job, { at: 2e12 + at });
      order.push('rang');
    }
    await swept;
    expect(order.indexOf('swept')).toBeGreaterThan(0);
    expect(await left()).toHaveLength(20);
  });
});

async function onDisk(): Promise<number> {
  const raw = await connect(`${folder}/belfry.sqlite`, 'write');
  await raw.all('PRAGMA wal_checkpoint(TRUNCATE)');
  await raw.close();
  return statSync(`${folder}/belfry.sqlite`).size;
}
