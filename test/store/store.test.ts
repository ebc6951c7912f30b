import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { jobDraft } from '#contract/job.ts';
import { readRecent } from '#contract/recent.ts';
import type { NewRun } from '#core/ports.ts';
import { connect } from '#store/connection.ts';
import { type OpenStore, openStore } from '#store/index.ts';
import { migrations } from '#store/migrations/index.ts';
import { tempFolder } from '../support/temp.ts';

let folder: string;
let store: OpenStore;

const draft = (name: string, triggers = 1) =>
  jobDraft.parse({
    name,
    action: { kind: 'command', run: { by: 'shell', line: 'true' } },
    triggers: Array.from({ length: triggers }, (_, at) => ({ kind: 'cron', expression: `${at} * * * *` })),
  });
const row = (jobId: number, triggerId: number | null, dueAt: number, more: Partial<NewRun> = {}): NewRun => ({
  ...{ jobId, triggerId, dueAt, dueUntil: dueAt, count: 1, status: 'running', cause: 'schedule', reason: null },
  ...{ attempts: 1, startedAt: dueAt + 5 },
  ...more,
});
const emptyTrash = async (trashBefore: number) =>
  (await store.history.sweep({ jobs: [], totalBytes: null, trashBefore }, 1, () => true)).jobs;
const settle = async (...runs: NewRun[]) => store.settle({ runs, cursors: [], nextRuns: [] });

beforeEach(async () => {
  folder = await tempFolder();
  store = await openStore(folder);
  onTestFinished(() => store.close().catch(() => {}));
});

describe('file', () => {
  it('belongs to its owner alone', () => {
    expect(statSync(join(folder, 'belfry.sqlite')).mode & 0o777).toBe(0o600);
  });

  it('refuses a store of a newer version and leaves it untouched', async () => {
    await store.close();
    const file = join(folder, 'belfry.sqlite');
    const raw = await connect(file, 'write');
    await raw.all("REPLACE INTO migrations (name) VALUES ('9999-future')");
    await raw.all('PRAGMA wal_checkpoint(TRUNCATE)');
    await raw.close();
    const before = statSync(file);
    await expect(openStore(folder)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('newer Belfry'),
    });
    expect(statSync(file)).toMatchObject({ mtimeMs: before.mtimeMs, size: before.size });
  });

  it('copies an older store before it migrates it', async () => {
    await store.jobs.create(draft('kept'), 1, null);
    await store.close();
    const later = {
      name: '0002-test',
      up: (run: (sql: string) => Promise<unknown>) => run('CREATE TABLE later (id INTEGER)').then(() => {}),
    };
    (migrations as unknown as unknown[]).push(later);
    onTestFinished(() => void (migrations as unknown as unknown[]).pop());
    store = await openStore(folder);
    expect((await store.jobs.all()).map(({ name }) => name)).toEqual(['kept']);
    const [backup] = readdirSync(join(folder, 'backups'));
    const copy = await connect(join(folder, 'backups', backup as string), 'read');
    expect(await copy.all('SELECT name FROM jobs')).toEqual([{ name: 'kept' }]);
    expect(await copy.all("SELECT name FROM sqlite_master WHERE name = 'later'")).toEqual([]);
    await copy.close();
  });

  it('refuses a file that is no store, with a sentence', async () => {
    const other = await tempFolder();
    writeFileSync(
      join(other, 'belfry.sqlite'),
      'this is not a database, but long enough to look like one. '.repeat(50),
    );
    await expect(openStore(other)).rejects.toMatchObject({ code: 'unavailable' });
    expect(existsSync(join(other, 'belfry.sqlite-wal'))).toBe(false);
  });

  it('writes with full synchronisation, WAL and foreign keys', async () => {
    const connection = await connect(join(folder, 'belfry.sqlite'), 'write');
    const pragmas = await Promise.all(
      ['synchronous', 'foreign_keys', 'journal_mode'].map((name) => connection.all(`PRAGMA ${name}`)),
    );
    expect(pragmas).toEqual([[{ synchronous: 2 }], [{ foreign_keys: 1 }], [{ journal_mode: 'wal' }]]);
    await connection.close();
  });

  it('keeps what was committed when the process is killed', async () => {
    const other = await tempFolder();
    const program = `
      const { connect } = await import(${JSON.stringify(join(import.meta.dirname, '../../node_modules/sqlite3/lib/sqlite3.js'))}).then((m) => ({ connect: m.default }));
      const db = new connect.Database(${JSON.stringify(join(other, 'x.sqlite'))});
      db.serialize(() => { db.run('PRAGMA journal_mode=WAL'); db.run('PRAGMA synchronous=FULL'); db.run('CREATE TABLE t (a)');
        db.run('INSERT INTO t VALUES (1)', () => process.kill(process.pid, 'SIGKILL')); });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
    await new Promise((resolve) => child.on('exit', resolve));
    const left = await connect(join(other, 'x.sqlite'), 'read');
    expect(await left.all('SELECT a FROM t')).toEqual([{ a: 1 }]);
    await left.close();
  });
});

describe('settling', () => {
  it('takes an occurrence once, whoever rings it', async () => {
    const job = await store.jobs.create(draft('a'), 1, null);
    const trigger = job.triggers[0]?.id as number;
    const [first] = await settle(row(job.id, trigger, 1000));
    expect(first).toMatchObject({ job: 'a', dueAt: 1000, status: 'running', startedAt: 1005, attempt: 1 });
    expect(await settle(row(job.id, trigger, 1000), row(job.id, trigger, 2000))).toMatchObject([null, { dueAt: 2000 }]);
  });

  it('moves cursors and next runs in the same transaction, and 5,000 rows in one', async () => {
    const job = await store.jobs.create(draft('a', 2), 1, null);
    const [one, two] = job.triggers.map(({ id }) => id) as [number, number];
    const before = store.commits;
    const runs = Array.from({ length: 5000 }, (_, at) => row(job.id, one, at));
    const rows = await store.settle({
      runs,
      cursors: [{ triggerId: one, cursor: 77 }],
      nextRuns: [{ jobId: job.id, nextRunAt: 88 }],
    });
    expect(store.commits).toBe(before + 1);
    expect(rows.map((stored) => stored?.dueAt)).toEqual(runs.map(({ dueAt }) => dueAt));
    const stored = await store.jobs.find(job.id);
    expect(stored).toMatchObject({ nextRunAt: 88, triggers: [{ cursor: 77 }, { id: two, cursor: 1 }] });
  });

  it('commits calls of one tick together, and one that fails takes only itself back', async () => {
    const job = await store.jobs.create(draft('a'), 1, null);
    const before = store.commits;
    const outcomes = await Promise.allSettled([
      settle(row(job.id, null, 1)),
      settle(row(999, null, 2)),
      settle(row(job.id, null, 3)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(store.commits).toBe(before + 1);
    expect((await store.runs.list({ limit: 10 })).runs).toHaveLength(2);
  });

  it('grows the newest row of the same kind', async () => {
    const job = await store.jobs.create(draft('a'), 1, null);
    const trigger = job.triggers[0]?.id as number;
    const held = { status: 'skipped', reason: 'paused', startedAt: null, extendSince: 100 } as const;
    await settle(row(job.id, trigger, 100, held));
    const [grown] = await settle(row(job.id, trigger, 200, { ...held, dueUntil: 300, count: 2 }));
    expect(grown).toMatchObject({ dueAt: 100, dueUntil: 300, count: 3 });
    const [other] = await settle(row(job.id, trigger, 500, { ...held, extendSince: 400 }));
    expect(other).toMatchObject({ dueAt: 500, count: 1 });
    expect(await store.runs.heldSince(100)).toBe(4);
    expect(await store.runs.heldSince(400)).toBe(1);
  });

  it('marks leftovers interrupted', async () => {
    const job = await store.jobs.create(draft('a'), 1, null);
    await settle(row(job.id, null, 1), row(job.id, null, 2, { status: 'queued', startedAt: null }));
    const waiting = { status: 'queued', reason: 'on-battery', startedAt: null } as const;
    const [held] = await settle(row(job.id, null, 3, waiting));
    const [running] = (await store.runs.list({ status: ['running'], limit: 1 })).runs;
    const mark = { pid: 7, born: 70, key: 'k' };
    const attempt = { attempt: 1, startedAt: 1, finishedAt: null, exitCode: null, signal: null, error: null } as const;
    await store.saveAttempt(running?.id ?? 0, { ...attempt, status: 'running' }, mark);
    const left = await store.interruptLeftovers(50, [held?.id ?? 0]);
    expect(left).toMatchObject([{ run: { id: running?.id, status: 'interrupted' }, process: mark }]);
    const { runs } = await store.runs.list({ limit: 10 });
    expect(runs.map(({ status, reason }) => `${status} ${reason}`).sort()).toEqual([
      'interrupted null',
      'queued on-battery',
      'skipped shutdown',
    ]);
    expect(await store.interruptLeftovers(60)).toEqual([]);
    await store.patchRun(running?.id ?? 0, { leftover: true });
    expect(await store.interruptLeftovers(70)).toMatchObject([
      { run: { leftover: true, finishedAt: 50 }, process: mark },
    ]);
  });
});

describe('jobs', () => {
  it('have names that differ, whatever the letter case', async () => {
    await store.jobs.create(draft('Café'), 1, null);
    await expect(store.jobs.create(draft('CAFE\u0301'), 1, null)).rejects.toMatchObject({
      code: 'conflict',
      field: 'name',
    });
    expect((await store.jobs.find('cafÉ'))?.name).toBe('Café');
  });

  it('keep the cursors of triggers that an edit leaves alone', async () => {
    const job = await store.jobs.create(draft('a', 2), 1, null);
    const [kept] = job.triggers;
    const specs = [{ kind: 'cron', expression: '9 9 * * *' } as const, kept?.spec as never];
    const edited = await store.jobs.update(job.id, { triggers: specs }, 50);
    expect(edited.triggers.map(({ cursor }) => cursor)).toEqual([50, 1]);
    expect(edited.triggers[1]?.id).toBe(kept?.id);
  });

  it('go to the Trash with their history and come back', async () => {
    const job = await store.jobs.create(draft('a'), 1, null);
    await settle(row(job.id, null, 1));
    await store.jobs.remove(job.id, 10);
    expect(await store.jobs.find('a')).toBeNull();
    expect((await store.runs.list({ limit: 10 })).runs).toEqual([]);
    const twin = await store.jobs.create(draft('A'), 1, null);
    await expect(store.jobs.restore(job.id, 11)).rejects.toMatchObject({ code: 'conflict' });
    await store.jobs.remove(twin.id, 12);
    await store.jobs.restore(job.id, 13);
    expect((await store.runs.list({ limit: 10 })).runs).toHaveLength(1);
    expect(await emptyTrash(100)).toBe(1);
  });

  it('summarise in few queries: last, recent, live', async () => {
    const job = await store.jobs.create(draft('a'), 1, null);
    const runs = await settle(...Array.from({ length: 25 }, (_, at) => row(job.id, null, at)));
    for (const run of runs.slice(0, 23)) await store.patchRun(run?.id ?? 0, { status: 'success', finishedAt: 99 });
    await settle(row(job.id, null, 500, { status: 'missed', startedAt: null, reason: 'asleep' }));
    const [summary] = await store.jobs.summaries([job.id]);
    expect(summary?.live).toHaveLength(2);
    const recent = readRecent(summary?.recent ?? '');
    expect(recent.map(({ status }) => status).slice(0, 2)).toEqual(['missed', 'success']);
    expect(recent.map(({ ms }) => ms).slice(0, 2)).toEqual([null, 72]);
    expect(recent).toHaveLength(20);
    expect(summary?.lastRun).toMatchObject({ status: 'running', dueAt: 24 });
  });
});

describe('history', () => {
  it('pages without gap or repetition across equal times', async () => {
    const job = await store.jobs.create(draft('a'), 1, null);
    await settle(...Array.from({ length: 25 }, () => row(job.id, null, 7)));
    const seen: number[] = [];
    let before: { at: number; id: number } | undefined;
    do {
      const page = await store.runs.list({ limit: 10, ...(before && { before }) });
      seen.push(...page.runs.map(({ id }) => id));
      before = page.next ?? undefined;
    } while (before);
    expect(seen).toEqual([...seen].sort((a, b) => b - a));
    expect(new Set(seen).size).toBe(25);
  });

  it('filters by job, status, time and text', async () => {
    const a = await store.jobs.create(draft('50% off_'), 1, null);
    const b = await store.jobs.create(draft('b'), 1, null);
    const [one, two] = await settle(row(a.id, null, 1000), row(b.id, null, 2000));
    await store.patchRun(two?.id ?? 0, { status: 'failed', error: 'Exit code 3.' });
    const writer = store.output.open(one?.id ?? 0, 1, 1 << 20, () => {});
    writer.write('stdout', Buffer.from('needle'), 1);
    await writer.close();
    const ids = async (filter: object) =>
      (await store.runs.list({ limit: 10, ...filter })).runs.map(({ jobId }) => jobId);
    expect(await ids({ job: 'B' })).toEqual([b.id]);
    expect(await ids({ status: ['failed'] })).toEqual([b.id]);
    expect(await ids({ since: 1500 })).toEqual([b.id]);
    expect(await ids({ search: '0% off_' })).toEqual([a.id]);
    expect(await ids({ search: '%' })).toEqual([a.id]);
    expect(await ids({ search: 'needle' })).toEqual([a.id]);
    expect(await ids({ search: 'code 3' })).toEqual([b.id]);
  });

  it('filters by what set runs off, alone and with the rest, page by page', async () => {
    const job = await store.jobs.create(draft('a'), 1, null);
    const causes = ['schedule', 'by-hand', 'catch-up'] as const;
    const rows = await settle(
      ...Array.from({ length: 30 }, (_, at) => row(job.id, null, at, { cause: causes[at % 3] ?? 'schedule' })),
    );
    const first = rows[0]?.id ?? 0;
    for (const run of rows.slice(15)) await store.patchRun(run?.id ?? 0, { status: 'failed', finishedAt: 99 });
    const dueOf = async (filter: object) =>
      (await store.runs.list({ limit: 6, ...filter })).runs.map(({ id }) => id - first);
    expect(await dueOf({ cause: ['by-hand'] })).toEqual([28, 25, 22, 19, 16, 13]);
    expect(await dueOf({ cause: ['by-hand', 'catch-up'] })).toEqual([29, 28, 26, 25, 23, 22]);
    expect(await dueOf({ cause: ['schedule', 'by-hand'] })).toEqual([28, 27, 25, 24, 22, 21]);
    expect(await dueOf({ cause: ['catch-up'], status: ['running'] })).toEqual([14, 11, 8, 5, 2]);
    expect(await dueOf({ cause: ['by-hand'], job: 'a', status: ['running', 'failed'] })).toHaveLength(6);
    const page = await store.runs.list({ limit: 6, cause: ['by-hand'] });
    expect(await dueOf({ cause: ['by-hand'], before: page.next })).toEqual([10, 7, 4, 1]);
    const plan = await (await connect(join(folder, 'belfry.sqlite'), 'read')).all<{ detail: string }>(
      "EXPLAIN QUERY PLAN SELECT id FROM runs r WHERE r.cause = 'by-hand' AND r.cause <> 'schedule' ORDER BY sortAt DESC, id DESC",
    );
    expect(plan.map(({ detail }) => detail).join()).toMatch(/USING (COVERING )?INDEX runs_cause_newest/);
  });

  it.each([
    ['SELECT 1 FROM runs r ORDER BY r.sortAt DESC, r.id DESC LIMIT 50', 'runs_newest'],
    ['SELECT 1 FROM runs r WHERE r.jobId = 1 ORDER BY r.sortAt DESC, r.id DESC LIMIT 50', 'runs_job_newest'],
    ["SELECT 1 FROM runs WHERE status IN ('running', 'queued')", 'runs_status_newest'],
    ['SELECT id FROM runs WHERE triggerId = 1 ORDER BY id DESC LIMIT 1', 'runs_trigger'],
  ])('%s uses %s', async (sql, index) => {
    const reader = await connect(join(folder, 'belfry.sqlite'), 'read');
    const plan = (await reader.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`))
      .map(({ detail }) => detail)
      .join('; ');
    await reader.close();
    expect(plan).toContain(`INDEX ${index}`);
    expect(plan).not.toContain('TEMP B-TREE');
  });
});

describe('output', () => {
  const open = async (cap: number) => {
    const job = await store.jobs.create(draft('a'), 1, null);
    const [run] = await settle(row(job.id, null, 1));
    const live: string[] = [];
    const writer = store.output.open(run?.id ?? 0, 1, cap, (chunks) => live.push(...chunks.map(({ text }) => text)));
    return { id: run?.id ?? 0, writer, live };
  };
  const textOf = async (id: number) =>
    (await store.output.read(id, undefined, -1)).chunks.map(({ text }) => text).join('');

  it('keeps bytes that are split inside a character, and shows what is no UTF-8', async () => {
    const { id, writer, live } = await open(1 << 20);
    const bytes = Buffer.from('né€𝄞\0 ');
    for (const [at, byte] of bytes.entries()) writer.write('stdout', Uint8Array.of(byte), at);
    writer.write('stderr', Uint8Array.of(0xff, 0x41), 50);
    await writer.close();
    expect(await textOf(id)).toBe('né€𝄞\0 \uFFFDA');
    expect(live.join('')).toBe('né€𝄞\0 \uFFFDA');
    expect((await store.runs.get(id))?.run).toMatchObject({ outputBytes: bytes.length + 2, outputDropped: 0 });
  });

  it('keeps the first and the last half of the cap and says what it left out', async () => {
    const { id, writer } = await open(2000);
    for (let at = 0; at < 1000; at++)
      writer.write('stdout', Buffer.from(`line ${String(at).padStart(4, '0')}\n`), at * 10);
    await writer.close();
    const text = await textOf(id);
    expect(text.startsWith('line 0000\n')).toBe(true);
    expect(text.endsWith('line 0999\n')).toBe(true);
    expect(text.length).toBeLessThanOrEqual(2000);
    expect((await store.runs.get(id))?.run).toMatchObject({ outputBytes: 10_000, outputDropped: 10_000 - text.length });
  });

  it('is gone with its job', async () => {
    const { id, writer } = await open(2000);
    writer.write('stdout', Buffer.from('x'), 1);
    await writer.close();
    const run = await store.patchRun(id, { status: 'success', finishedAt: 9 });
    await store.jobs.remove(run.jobId, 1);
    expect(await emptyTrash(2)).toBe(1);
    expect(await textOf(id)).toBe('');
    expect(await store.runs.get(id)).toBeNull();
  });
});

describe('settings', () => {
  it('keep the places of the window, none at first', async () => {
    expect(await store.settings.windowPlaces()).toEqual({ last: null, byDisplay: {} });
    const place = { x: -1200, y: 30, width: 900, height: 640, maximized: true };
    await store.settings.setWindowPlaces({ last: '7', byDisplay: { '7': place } });
    expect(await store.settings.windowPlaces()).toEqual({ last: '7', byDisplay: { '7': place } });
  });

  it('change one by one, and a value that cannot be read is the default', async () => {
    await store.settings.set({ theme: 'dark' });
    expect(await store.settings.set({ concurrency: 3 })).toMatchObject({
      theme: 'dark',
      concurrency: 3,
      schedulerOn: true,
    });
    const raw = await connect(join(folder, 'belfry.sqlite'), 'write');
    await raw.all(`UPDATE settings SET value = '{"theme":"plaid","concurrency":3}' WHERE key = 'settings'`);
    await raw.close();
    expect(await store.settings.get()).toMatchObject({ theme: 'system', concurrency: 3 });
    expect(await store.settings.aliveAt()).toBeNull();
  });
});
