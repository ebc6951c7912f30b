import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type JobDraftInput, jobDraft } from '#contract/job.ts';
import { connect } from '#store/connection.ts';
import { type OpenStore, openStore } from '#store/index.ts';
import { migrations } from '#store/migrations/index.ts';
import { tempFolder } from '../support/temp.ts';

let folder: string;
let place: string;
let store: OpenStore;
const NOW = Date.UTC(2026, 9, 24, 2, 30);
const DAY = 86_400_000;

const add = (name: string, more: Partial<JobDraftInput> = {}) =>
  store.jobs.create(
    jobDraft.parse({
      name,
      action: { kind: 'command', run: { by: 'shell', line: 'true' } },
      triggers: [{ kind: 'cron', expression: '0 * * * *' }],
      ...more,
    }),
    1,
    null,
  );
const rows = (jobId: number, ...dues: number[]) =>
  store.settle({
    runs: dues.map((dueAt) => ({
      ...{
        jobId,
        triggerId: null,
        dueAt,
        dueUntil: dueAt,
        count: 1,
        status: 'running',
        cause: 'by-hand',
        reason: null,
      },
      ...{ attempts: 1, startedAt: dueAt },
    })) as Parameters<typeof store.settle>[0]['runs'],
    cursors: [],
    nextRuns: [],
  });
const names = async () => (await store.jobs.all()).map(({ name }) => name);
const beside = () => readdirSync(folder).filter((name) => name !== 'backups');

beforeEach(async () => {
  folder = await tempFolder();
  place = await tempFolder();
  store = await openStore(folder, '1.2.3');
  onTestFinished(() => store.close().catch(() => {}));
});

describe('a copy of the ledger', () => {
  it('is whole while the ledger is written, and says what it is', async () => {
    const { id } = await add('Backup');
    let going = true;
    let written = 0;
    const writing = (async () => {
      while (going) await rows(id, ++written);
    })();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const file = join(place, 'copy.sqlite');
    const made = await store.backups.create(file, 'by-hand', NOW);
    going = false;
    await writing;
    expect(made).toMatchObject({ file, madeAt: NOW, version: '1.2.3', kind: 'by-hand', size: statSync(file).size });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(place)).toEqual(['copy.sqlite']);
    const copy = await connect(file, 'read');
    const [{ count = 0 } = {}] = await copy.all<{ count: number }>('SELECT count(*) AS count FROM runs');
    expect(await copy.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    await copy.close();
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(written);
  });

  it('replaces nothing unless told, and never what Belfry keeps itself', async () => {
    const file = join(place, 'mine.sqlite');
    writeFileSync(file, 'mine');
    await expect(store.backups.create(file, 'by-hand', NOW)).rejects.toMatchObject({ code: 'conflict', field: 'file' });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    await store.backups.create(file, 'by-hand', NOW, true);
    expect(statSync(file).size).toBeGreaterThan(1000);
    await expect(store.backups.create(join(folder, 'belfry.sqlite'), 'by-hand', NOW, true)).rejects.toMatchObject({
      code: 'invalid',
      field: 'file',
    });
    await expect(store.backups.create(join(place, 'no/where.sqlite'), 'by-hand', NOW)).rejects.toMatchObject({
      code: 'unavailable',
      message: `The folder ${join(place, 'no')} is not there and could not be made.`,
    });
    expect(readdirSync(place)).toEqual(['mine.sqlite']);
  });

  it('of each day goes when newer ones are enough; those of people and of others stay', async () => {
    const other = await openStore(await tempFolder());
    onTestFinished(() => other.close());
    await other.backups.createIn(place, 'daily', NOW - 9 * DAY);
    writeFileSync(join(place, 'belfry-2020-01-01T00-00-00Z.sqlite'), 'a file of somebody');
    await store.backups.createIn(place, 'by-hand', NOW - 8 * DAY);
    for (let day = 5; day >= 1; day--) await store.backups.createIn(place, 'daily', NOW - day * DAY);
    const gone = await store.backups.prune(place, 3);
    expect(gone).toEqual([5, 4].map((day) => join(place, `belfry-2026-10-${24 - day}T02-30-00Z.sqlite`)).reverse());
    expect((await store.backups.list(place)).map(({ kind }) => kind)).toEqual(['daily', 'daily', 'daily', 'by-hand']);
    expect(readdirSync(place)).toHaveLength(6);
    expect(await store.backups.list(join(place, 'nowhere'))).toEqual([]);
  });
});

describe('a restore', () => {
  async function copied(): Promise<string> {
    const file = join(place, 'copy.sqlite');
    await store.backups.create(file, 'by-hand', NOW);
    return file;
  }

  it('says what will change, and changes nothing', async () => {
    const kept = await add('kept');
    await add('edited');
    await add('gone later');
    await rows(kept.id, 100, 200);
    const file = await copied();
    await store.jobs.update((await store.jobs.find('edited'))?.id ?? 0, { description: 'new' }, 2);
    await store.jobs.remove((await store.jobs.find('gone later'))?.id ?? 0, 2);
    await add('new since');
    await rows(kept.id, 300);
    await store.settings.set({ theme: 'dark' });
    const staged = await store.backups.stage(file);
    expect(staged.plan).toEqual({
      file,
      label: { madeAt: NOW, version: '1.2.3', kind: 'by-hand' },
      jobs: { added: ['gone later'], changed: ['edited'], removed: ['new since'] },
      runs: { gained: 0, lost: 1 },
      settings: ['theme'],
    });
    await staged.discard();
    expect(await names()).toEqual(['edited', 'kept', 'new since']);
    expect(existsSync(join(folder, 'restoring'))).toBe(false);
  });

  it('takes the place of the ledger, which is kept, and goes on from now', async () => {
    const job = await add('then');
    await rows(job.id, 100);
    const file = await copied();
    await store.jobs.remove(job.id, 2);
    await add('now');
    const before = await (await store.backups.stage(file)).commit(NOW + DAY);
    expect(await names()).toEqual(['then']);
    expect((await store.jobs.find('then'))?.triggers).toMatchObject([{ cursor: NOW + DAY }]);
    expect(await store.settings.aliveAt()).toBe(NOW + DAY);
    expect((await store.runs.list({ limit: 10 })).runs).toMatchObject([{ dueAt: 100 }]);
    await add('written after');
    expect(beside().sort()).toEqual(['belfry.sqlite', 'belfry.sqlite-shm', 'belfry.sqlite-wal']);
    // The ledger as it was is a copy like others, and leads back.
    for (const where of [join(folder, 'backups'), join(place, 'elsewhere')])
      expect(await store.backups.list(where)).toMatchObject([{ file: before, kind: 'before-restore' }]);
    await (await store.backups.stage(before)).commit(NOW + DAY + 1000);
    expect(await names()).toEqual(['now']);
    expect(readFileSync(file).length).toBe(statSync(file).size);
  });

  it('brings an older copy up to date', async () => {
    await add('old');
    const file = await copied();
    const later = {
      name: '9998-test',
      up: (run: (sql: string) => Promise<unknown>) => run('CREATE TABLE later (id INTEGER)').then(() => {}),
    };
    (migrations as unknown as unknown[]).push(later);
    onTestFinished(() => void (migrations as unknown as unknown[]).pop());
    await store.close();
    store = await openStore(folder);
    await (await store.backups.stage(file)).commit(NOW);
    expect(await names()).toEqual(['old']);
    const read = await connect(join(folder, 'belfry.sqlite'), 'read');
    expect(await read.all("SELECT name FROM sqlite_master WHERE name = 'later'")).toHaveLength(1);
    await read.close();
  });

  it('takes a plain copy of the files too, with what stands in its log only', async () => {
    await add('in the log');
    const file = join(place, 'plain.sqlite');
    for (const end of ['', '-wal']) copyFileSync(join(folder, `belfry.sqlite${end}`), `${file}${end}`);
    await store.jobs.remove(1, 2);
    const staged = await store.backups.stage(file);
    expect(staged.plan).toMatchObject({ label: null, jobs: { added: ['in the log'] } });
    await staged.commit(NOW);
    expect(await names()).toEqual(['in the log']);
  });

  it.each([
    ['is no file', 'not-found', (file: string) => join(file, '..', 'nothing.sqlite')],
    [
      'is text',
      'unavailable',
      (file: string) => {
        writeFileSync(file, 'not a ledger');
        return file;
      },
    ],
    [
      'is damaged',
      'unavailable',
      (file: string) => {
        const bytes = readFileSync(file);
        bytes.fill(0xaa, 4096, bytes.length - 4096);
        writeFileSync(file, bytes);
        return file;
      },
    ],
    [
      'is cut short',
      'unavailable',
      (file: string) => {
        writeFileSync(file, readFileSync(file).subarray(0, 9000));
        return file;
      },
    ],
    ['is a folder', 'unavailable', (file: string) => join(file, '..')],
  ])('is refused when it %s, and nothing changes', async (_what, code, spoil) => {
    await add('kept');
    const file = spoil(await copied());
    await expect(store.backups.stage(file)).rejects.toMatchObject({ code, field: 'file' });
    expect(await names()).toEqual(['kept']);
    expect(existsSync(join(folder, 'restoring'))).toBe(false);
  });

  it('is refused of a newer version and of another program', async () => {
    const newer = await copied();
    const raw = await connect(newer, 'copy');
    await raw.all("REPLACE INTO migrations (name) VALUES ('9999-future')");
    await raw.close();
    await expect(store.backups.stage(newer)).rejects.toMatchObject({
      message: `${newer} cannot be restored: it was made by a newer Belfry (9999-future); install that version first. Nothing was changed.`,
    });
    const other = join(place, 'other.sqlite');
    const foreign = await connect(other, 'write');
    await foreign.all('CREATE TABLE notes (text TEXT)');
    await foreign.close();
    await expect(store.backups.stage(other)).rejects.toMatchObject({
      message: expect.stringContaining('no Belfry backup'),
    });
  });

  it('is refused while another program has the ledger open, which stays in use', async () => {
    await add('kept');
    const file = await copied();
    const other = await connect(join(folder, 'belfry.sqlite'), 'read');
    await other.all('SELECT count(*) FROM jobs');
    onTestFinished(() => other.close());
    const staged = await store.backups.stage(file);
    await expect(staged.commit(NOW)).rejects.toMatchObject({ code: 'unavailable' });
    await add('still works');
    expect(await names()).toEqual(['kept', 'still works']);
  });

  it('broken off after the old ledger was kept leaves it whole, and apart from its copy', async () => {
    await add('kept');
    await store.close();
    const ledger = join(folder, 'belfry.sqlite');
    const before = join(folder, 'backups', 'belfry-before-restore-x.sqlite');
    mkdirSync(join(folder, 'backups'), { recursive: true });
    mkdirSync(join(folder, 'restoring'));
    writeFileSync(join(folder, 'restoring', 'half.sqlite'), 'half');
    linkSync(ledger, before);
    store = await openStore(folder);
    expect(existsSync(join(folder, 'restoring'))).toBe(false);
    expect(statSync(ledger).ino).not.toBe(statSync(before).ino);
    await add('later');
    expect(await names()).toEqual(['kept', 'later']);
  });
});
