import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connect } from '#store/connection.ts';
import { openStore } from '#store/index.ts';
import { fillLarge } from './large-store.ts';

/** Makes a store of many jobs and runs, and times what people ask of it, beside the plain way to ask the same. */
const [folder = '', jobCount = '', runCount = ''] = process.argv.slice(2);
const [JOBS, RUNS] = [Number(jobCount), Number(runCount)];
const DAY = 86_400_000;
const NOW = Date.now();
const say = (row: Record<string, unknown>) => console.log(JSON.stringify(row));

mkdirSync(folder, { recursive: true });
await (await openStore(folder)).close();
const file = join(folder, 'belfry.sqlite');
const filling = performance.now();
await fillLarge(folder, JOBS, RUNS, NOW);
say({ what: 'fill', ms: performance.now() - filling });
const store = await openStore(folder);
const raw = await connect(file, 'read');
await indexed();
await questions();
await commits();
await store.close();
await raw.close();

async function indexed(): Promise<void> {
  const [before, since] = [sizes(), performance.now()];
  const waits: number[] = [];
  for (;;) {
    const asked = performance.now();
    // What a bell has to wait for while the index is filled in the background.
    await store.settings.setAliveAt(NOW);
    waits.push(performance.now() - asked);
    const [row] = await raw.all('SELECT 1 FROM runs WHERE indexed IS NULL LIMIT 1');
    if (!row) break;
    await wait(50);
  }
  say({ what: 'index', ms: performance.now() - since, ...waitsOf(waits), bytesBefore: before, bytes: sizes() });
}

function waitsOf(waits: number[]) {
  const sorted = [...waits].sort((a, b) => a - b);
  return { waitP50Ms: sorted[Math.floor(sorted.length / 2)], waitP99Ms: sorted[Math.floor(sorted.length * 0.99)] };
}

function sizes(): number {
  return statSync(file).size;
}

async function questions(): Promise<void> {
  const page = (filter: object) => store.runs.list({ limit: 100, ...filter });
  const columns = 'r.*, j.name FROM runs r JOIN jobs j ON j.id = r.jobId';
  const order = 'ORDER BY r.sortAt DESC, r.id DESC LIMIT 101';
  const like = (words: string) =>
    `SELECT ${columns} WHERE j.name LIKE '%${words}%' OR r.error LIKE '%${words}%'
     OR EXISTS (SELECT 1 FROM output o WHERE o.runId = r.id AND o.text LIKE '%${words}%') ${order}`;
  const rare = (((RUNS - 7) * 2654435761) % 4294967296).toString(16).padStart(8, '0');
  const deep = { at: NOW - 80 * DAY, id: RUNS };
  const asked: [string, () => Promise<unknown>, string | null][] = [
    ['newest page', () => page({}), null],
    [
      'page after 890,000 rows',
      () => page({ before: deep }),
      `SELECT ${columns} ${order} OFFSET ${Math.floor(RUNS * 0.89)}`,
    ],
    ['by job', () => page({ job: 77 }), `SELECT ${columns} WHERE +r.jobId = 77 ${order}`],
    [
      'by status',
      () => page({ status: ['failed', 'timed-out'] }),
      `SELECT ${columns} WHERE +r.status IN ('failed', 'timed-out') ${order}`,
    ],
    [
      'by day',
      () => page({ since: NOW - 40 * DAY, until: NOW - 39 * DAY }),
      `SELECT ${columns} WHERE +r.sortAt BETWEEN ${NOW - 40 * DAY} AND ${NOW - 39 * DAY} ${order}`,
    ],
    ['totals of today', () => store.runs.totals({ since: NOW - DAY }, 60_000), null],
    ['search, rare text', () => page({ search: rare }), like(rare)],
    ['search, common text', () => page({ search: 'files to' }), like('files to')],
    ['search, no match', () => page({ search: 'no such words' }), like('no such words')],
    ['search, part of a job name', () => page({ search: `job ${JOBS - 1}` }), like(`job ${JOBS - 1}`)],
    ['search, error', () => page({ search: 'exit code 3' }), like('exit code 3')],
    ['search, in one job', () => page({ search: 'checksum', job: 77 }), null],
    ['jobs with last, recent and usual', () => store.jobs.summaries(), null],
    ['statistics of one job', () => store.jobs.stats(77), null],
    ['status of the store', () => store.history.status(), null],
  ];
  for (const [what, ask, plain] of asked) {
    const ms = await timed(ask);
    say({ what, ms, plainMs: plain === null ? null : await timed(() => raw.all(plain)) });
  }
}

/** The median of three, after a first that warms up; once where one takes a second. */
async function timed(ask: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 4; round++) {
    const since = performance.now();
    await ask();
    times.push(performance.now() - since);
    if ((times[0] as number) > 1_000) return times[0] as number;
  }
  return times.slice(1).sort((a, b) => a - b)[1] as number;
}

/** Rows settled and ended a second: one by one, each on disk before the next, and 5,000 of one wake. */
async function commits(): Promise<void> {
  const row = (dueAt: number) => ({
    ...{ jobId: 1, triggerId: null, dueAt, dueUntil: dueAt, count: 1, startedAt: dueAt, attempts: 1 },
    ...{ status: 'running' as const, cause: 'schedule' as const, reason: null },
  });
  const settle = (from: number, count: number) =>
    store.settle({ runs: Array.from({ length: count }, (_, at) => row(from + at)), cursors: [], nextRuns: [] });
  const end = (id: number) => store.patchRun(id, { status: 'success', finishedAt: NOW });
  const alone = performance.now();
  for (let at = 0; at < 100; at++) {
    const [run] = await settle(NOW + at, 1);
    await end(run?.id as number);
  }
  const aloneMs = performance.now() - alone;
  const [together, before] = [performance.now(), store.commits];
  const runs = await settle(NOW, 5_000);
  await Promise.all(runs.map((run) => end(run?.id as number)));
  const ms = performance.now() - together;
  say({
    ...{ what: 'rows settled and ended', commits: store.commits - before },
    ...{ perSecondAlone: 100_000 / aloneMs, perSecondTogether: 5_000_000 / ms },
  });
}
