import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { jobDraft } from '#contract/job.ts';
import type { RunStatus } from '#contract/run.ts';
import { type Connection, connect } from '#store/connection.ts';
import { type OpenStore, openStore } from '#store/index.ts';
import { NEWEST_SQL, RHYTHM_SQL, TROUBLE_SQL } from '#store/lanes.ts';
import { tempFolder } from '../support/temp.ts';

let store: OpenStore;
let raw: Connection;
let job: number;

beforeEach(async () => {
  const folder = await tempFolder();
  store = await openStore(folder);
  raw = await connect(join(folder, 'belfry.sqlite'), 'write');
  const action = { kind: 'command', run: { by: 'shell', line: 'true' } };
  job = (await store.jobs.create(jobDraft.parse({ name: 'one', action }), 1, null)).id;
  onTestFinished(async () => {
    await raw.close();
    await store.close();
  });
});

/** Rows of one second each; `step` ms apart. */
const fill = (from: number, count: number, step: number, status: RunStatus) =>
  raw.all(
    `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $2)
     INSERT INTO runs (jobId, triggerId, dueAt, dueUntil, count, startedAt, finishedAt, sortAt, status, cause, attempt, attempts)
     SELECT $1, NULL, $3 + i * $4, $3 + i * $4, 1, $3 + i * $4, $3 + i * $4 + 1000, $3 + i * $4, $5, 'schedule', 1, 1 FROM n
     RETURNING id`,
    [job, count, from, step, status],
  );
const plan = async (sql: string) =>
  (await raw.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, [JSON.stringify([job]), 0, 1_000, 10]))
    .map(({ detail }) => detail)
    .filter((detail) => /\bruns\b|\bn\b/.test(detail));

/** Beyond 32 bits, as every instant of today is. */
const T = 1_700_000_000_000;

describe('lanes', () => {
  it('leaps along its indexes and scans no table', async () => {
    for (const line of await plan(NEWEST_SQL)) expect(line).toMatch(/SEARCH .*USING (COVERING )?INDEX runs_job_newest/);
    for (const line of await plan(TROUBLE_SQL)) expect(line).toMatch(/SEARCH .*USING (COVERING )?INDEX runs_trouble/);
    for (const line of await plan(RHYTHM_SQL)) expect(line).toMatch(/SEARCH .*USING COVERING INDEX runs_job_newest/);
    expect((await plan(RHYTHM_SQL)).length).toBe(2);
    expect((await plan(NEWEST_SQL)).length).toBe(2);
    expect((await plan(TROUBLE_SQL)).length).toBe(2);
  });

  it('gives one row a step, and every failure among them', async () => {
    await fill(T + 1_000_000, 5_000, 1_000, 'success');
    await fill(T + 3_000_500, 1, 1_000, 'failed');
    const rows = (await store.runs.lanes([job], T + 1_000_000, T + 6_000_000, 100_000)).get(job) ?? [];
    expect(rows.length).toBeLessThanOrEqual(52);
    expect(rows.filter(({ status }) => status === 'failed')).toMatchObject([{ startedAt: T + 3_000_500 }]);
    expect(rows.map(({ startedAt }) => startedAt)).toEqual(rows.map(({ startedAt }) => startedAt).sort());
  });

  it('gives the beginnings of a crowd, once a step, and what stands out of it', async () => {
    await fill(T + 1_000_000, 5_000, 1_000, 'success');
    await fill(T + 3_000_500, 1, 1_000, 'failed');
    await fill(T + 5_999_500, 1, 1_000, 'running');
    const { began, runs } = (await store.runs.rhythms([job], T + 1_000_000, T + 6_000_000, 100_000)).get(job) ?? {};
    expect(began?.length).toBe(50);
    expect(began).toEqual([...(began ?? [])].sort((a, b) => a - b));
    expect(runs?.map(({ status }) => status)).toEqual(['failed', 'running']);
  });

  it('gives what reaches into the window from before it, and nothing that does not', async () => {
    await fill(T + 900_000, 1, 1, 'success');
    await raw.all('UPDATE runs SET finishedAt = 1700001100000');
    expect((await store.runs.lanes([job], T + 1_000_000, T + 2_000_000, 1_000)).get(job)).toHaveLength(1);
    expect((await store.runs.lanes([job], T + 1_200_000, T + 2_000_000, 1_000)).get(job)).toEqual([]);
  });
});

describe('troubles', () => {
  it('counts failures in a row up to a hundred', async () => {
    await fill(1_000_000, 3, 10_000, 'success');
    expect(await store.troubles.failing(null)).toEqual([]);
    await fill(2_000_000, 2, 10_000, 'failed');
    expect(await store.troubles.failing(null)).toMatchObject([{ inRow: 2, run: { status: 'failed' } }]);
    await fill(3_000_000, 300, 10_000, 'timed-out');
    expect(await store.troubles.failing([job])).toMatchObject([{ inRow: 100, run: { status: 'timed-out' } }]);
    await fill(9_000_000, 1, 1, 'success');
    expect(await store.troubles.failing([job])).toEqual([]);
  });
});
