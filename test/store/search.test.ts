import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { jobDraft } from '#contract/job.ts';
import { connect } from '#store/connection.ts';
import { type OpenStore, openStore } from '#store/index.ts';
import { migrations } from '#store/migrations/index.ts';
import { tempFolder } from '../support/temp.ts';
import { addRun, indexed } from './runs.ts';

let folder: string;
let store: OpenStore;
const job = async (name: string) =>
  (
    await store.jobs.create(
      jobDraft.parse({ name, action: { kind: 'command', run: { by: 'shell', line: 'x' } } }),
      1,
      null,
    )
  ).id;
const ids = async (search: string, filter: object = {}) =>
  (await store.runs.list({ limit: 100, search, ...filter })).runs.map(({ id }) => id);

beforeEach(async () => {
  folder = await tempFolder();
  store = await openStore(folder);
  onTestFinished(() => store.close().catch(() => {}));
});

describe('full-text search', () => {
  it('finds any part of names, errors and outputs, in any letter case and alphabet, before and after it is indexed', async () => {
    const [backup, mail] = [await job('Nightly backup'), await job('Mail')];
    const a = await addRun(store, backup, { output: 'Größe: 12 GB in /srv/data\n' });
    const b = await addRun(store, mail, { status: 'failed', error: 'Connection refused by 10.0.0.9.' });
    const c = await addRun(store, mail, { output: 'проверка прошла "хорошо"\0end' });
    for (const isIndexed of [false, true]) {
      if (isIndexed) await indexed(folder);
      expect(await ids('IGHTLY back')).toEqual([a]);
      expect(await ids('größe: 12')).toEqual([a]);
      expect(await ids('GRÖSSE')).toEqual([]);
      expect(await ids('tion refused by 10.0.0.9')).toEqual([b]);
      expect(await ids('ПРОШЛА "хо')).toEqual([c]);
      expect(await ids('прошла проверка')).toEqual([]);
      expect(await ids('mail')).toEqual([c, b]);
      expect(await ids('12')).toEqual([a]);
    }
  });

  it.each(['"', "'", '%', '_', '*', 'a AND b', 'NEAR(', '^x', '-y', '$1 $2', '\\', '{text}:', '"""', 'aaa" OR "bbb'])(
    'takes %s for the text it is',
    async (text) => {
      const id = await job('x');
      const found = await addRun(store, id, { output: `before ${text} after` });
      await addRun(store, id, { output: 'something else of the kind bbb a b' });
      await indexed(folder);
      expect(await ids(`${text} after`)).toEqual([found]);
    },
  );

  it('pages by the id, without gap or repetition, through names, index and what is not indexed', async () => {
    const [named, other] = [await job('needle job'), await job('other')];
    const wanted: number[] = [];
    for (let at = 0; at < 60; at++) {
      if (at === 40) await indexed(folder);
      if (at % 3 === 0) wanted.push(await addRun(store, named, {}));
      else if (at % 3 === 1) wanted.push(await addRun(store, other, { output: `a needle ${at}` }));
      else await addRun(store, other, { output: `hay ${at}` });
    }
    const seen: number[] = [];
    let before: { at: number; id: number } | undefined;
    do {
      const page = await store.runs.list({ limit: 7, search: 'needle', ...(before && { before }) });
      seen.push(...page.runs.map(({ id }) => id));
      before = page.next ?? undefined;
    } while (before);
    expect(seen.sort((x, y) => x - y)).toEqual(wanted);
  });

  it('keeps to the filter, of one job and of all', async () => {
    const [a, b] = [await job('a'), await job('b')];
    const one = await addRun(store, a, { output: 'alpha', at: 1000 });
    const two = await addRun(store, b, { output: 'alpha', status: 'failed', at: 2000 });
    await indexed(folder);
    expect(await ids('alpha')).toEqual([two, one]);
    expect(await ids('alpha', { job: a })).toEqual([one]);
    expect(await ids('alpha', { job: 'B' })).toEqual([two]);
    expect(await ids('alpha', { status: ['failed', 'timed-out'] })).toEqual([two]);
    expect(await ids('alpha', { until: 1500 })).toEqual([one]);
    await store.jobs.remove(a, 1);
    expect(await ids('alpha')).toEqual([two]);
  });

  it('looks into long outputs, also where two entries of the index meet', async () => {
    const id = await job('long');
    const run = await addRun(store, id, {
      output: `${'x'.repeat(128 * 1024 - 5)}straddling${'y'.repeat(300_000)}the end`,
    });
    await addRun(store, id, { output: 'z'.repeat(50_000) });
    await indexed(folder);
    expect(await ids('straddling')).toEqual([run]);
    expect(await ids('yyythe end')).toEqual([run]);
  });

  it('forgets a run with its row', async () => {
    const id = await job('gone');
    for (const output of ['short text', 'long text '.repeat(40_000)]) await addRun(store, id, { output });
    await indexed(folder);
    const entries = async () => {
      const raw = await connect(`${folder}/belfry.sqlite`, 'write');
      const [row] = await raw.all(`SELECT count(*) AS count FROM search WHERE search MATCH '"tex"'`);
      await raw.close();
      return row?.count;
    };
    expect(await entries()).toBeGreaterThan(2);
    await store.jobs.remove(id, 1);
    await store.history.sweep({ jobs: [], totalBytes: null, trashBefore: 2 }, 1, () => true);
    expect(await entries()).toBe(0);
  });

  it('indexes what an older version left, in the background', async () => {
    await store.close();
    const all = [...migrations];
    const later = all.findIndex(({ name }) => name === '0004-output-search');
    (migrations as unknown as unknown[]).length = later;
    onTestFinished(() => void (migrations as unknown as unknown[]).splice(0, 99, ...all));
    const old = await tempFolder();
    store = await openStore(old).catch(() => store);
    await store.close();
    const raw = await connect(`${old}/belfry.sqlite`, 'write');
    await raw.all(`REPLACE INTO jobs (id, name, nameKey, description, tags, enabled, action, policy, environment, createdAt, updatedAt)
      VALUES (1, 'old', 'old', '', '[]', 1, '{"kind":"command","run":{"by":"shell","line":"x"}}', '{}', '{}', 1, 1)`);
    await raw.all(`REPLACE INTO runs (id, jobId, dueAt, dueUntil, count, sortAt, status, cause, attempt, attempts)
      VALUES (1, 1, 1, 1, 1, 1, 'success', 'by-hand', 1, 1)`);
    await raw.all(
      `REPLACE INTO output (runId, attempt, seq, at, stream, text) VALUES (1, 1, 0, 1, 'stdout', 'from before')`,
    );
    await raw.close();
    (migrations as unknown as unknown[]).splice(0, 99, ...all);
    store = await openStore(old);
    await indexed(old);
    expect(await ids('FROM BEF')).toEqual([1]);
    expect((await store.jobs.all())[0]?.policy.retention).toEqual({ days: null, runs: null, outputCapBytes: null });
  });
});
