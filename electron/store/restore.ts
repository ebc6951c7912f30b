import { randomUUID } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { chmod, copyFile, link, mkdir, open, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BelfryError } from '#contract/error.ts';
import type { Job } from '#contract/job.ts';
import type { StagedRestore, Store } from '#core/ports.ts';
import { becomeLedger, readLabel } from './backup-label.ts';
import { backupName, damage, ownFolder, type Source } from './backups.ts';
import { type Connection, connect } from './connection.ts';
import { syncFile, syncFolder } from './files.ts';
import { createJobStore } from './jobs.ts';
import { migrate, migrationsOf, unknownOf } from './open.ts';
import { createSettingsStore } from './settings.ts';
import { WriteQueue } from './write-queue.ts';

/** Where copies are got ready; what lies there after a crash was never used. */
const stagingFolder = (dataFolder: string) => join(dataFolder, 'restoring');
export const clearStaging = (dataFolder: string) => rm(stagingFolder(dataFolder), { recursive: true, force: true });

/** The ledger's own parts that a copy is compared with. */
type Present = Pick<Store, 'jobs' | 'settings'>;

/** Gets a copy ready in a place of its own; see BackupStore.stage. `exchange` puts the ready file in the ledger's place. */
export async function stageRestore(
  source: Source,
  present: Present,
  file: string,
  exchange: (ready: string, now: number) => Promise<string>,
): Promise<StagedRestore> {
  const ready = await takeCopy(source, file);
  const discard = () => letGo(ready);
  try {
    const { plan, jobs } = await withCopy(ready, async (copy) => {
      await check(copy, file);
      await migrate(copy);
      return comparison(source, present, copy, file);
    });
    const commit = async (now: number) => {
      await withCopy(ready, async (copy) => {
        // As after the Trash: what passed meanwhile was not missed.
        await copy.all('UPDATE triggers SET cursor = $1', [now]);
        await becomeLedger(copy, source.store, now);
      });
      await syncFile(ready);
      const before = await exchange(ready, now);
      await discard();
      return before;
    };
    return { plan, jobs, commit, discard };
  } catch (error) {
    await discard();
    throw error instanceof BelfryError ? error : unusable(file, `it cannot be read (${(error as Error).message})`);
  }
}

/** A copy of the copy: the file itself is left as it is, and may lie on a disk that goes away. */
async function takeCopy({ dataFolder }: Source, file: string): Promise<string> {
  const ready = join(stagingFolder(dataFolder), `${randomUUID()}.sqlite`);
  await mkdir(dirname(ready), { recursive: true, mode: 0o700 });
  try {
    if (!(await isSqlite(file))) throw unusable(file, 'it is no Belfry backup');
    await copyFile(file, ready, constants.COPYFILE_FICLONE);
    // A ledger copied by hand while it was in use has its newest rows in there.
    if (existsSync(`${file}-wal`)) await copyFile(`${file}-wal`, `${ready}-wal`, constants.COPYFILE_FICLONE);
    await chmod(ready, 0o600);
    return ready;
  } catch (error) {
    await letGo(ready);
    if (error instanceof BelfryError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === 'ENOENT'
      ? new BelfryError('not-found', `There is no file ${file}.`, 'file')
      : unusable(file, `it cannot be read (${message})`);
  }
}

/** Takes a copy away, and the folder after the last one. */
async function letGo(ready: string): Promise<void> {
  for (const beside of ['', '-wal', '-shm']) await rm(`${ready}${beside}`, { force: true });
  await rmdir(dirname(ready)).catch(() => {});
}

async function isSqlite(file: string): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const head = Buffer.alloc(16);
    await handle.read(head, 0, head.length, 0);
    return head.toString('latin1') === 'SQLite format 3\0';
  } finally {
    await handle.close();
  }
}

async function withCopy<T>(ready: string, work: (copy: Connection) => Promise<T>): Promise<T> {
  const copy = await connect(ready, 'copy');
  try {
    return await work(copy);
  } finally {
    await copy.close();
  }
}

async function check(copy: Connection, file: string): Promise<void> {
  const names = await migrationsOf(copy);
  if (names.length === 0) throw unusable(file, 'it is no Belfry backup');
  const unknown = unknownOf(names);
  if (unknown) throw unusable(file, `it was made by a newer Belfry (${unknown}); install that version first`);
  const problem = await damage(copy);
  if (problem) throw unusable(file, `it is damaged (${problem})`);
}

const unusable = (file: string, cause: string) =>
  new BelfryError('unavailable', `${file} cannot be restored: ${cause}. Nothing was changed.`, 'file');

async function comparison(source: Source, present: Present, copy: Connection, file: string) {
  const queue = new WriteQueue(copy);
  const jobs = await createJobStore(copy, copy, queue).all();
  const settings = await createSettingsStore(copy, copy, queue).get();
  const carried = await readLabel(copy);
  const now = new Map((await present.jobs.all()).map((job) => [job.name, job]));
  const then = new Map(jobs.map((job) => [job.name, job]));
  const current: Record<string, unknown> = await present.settings.get();
  const label = carried && { madeAt: carried.madeAt, version: carried.version, kind: carried.kind };
  const plan = {
    ...{ file, label, runs: await compareRuns(source, copy) },
    jobs: {
      added: [...then.keys()].filter((name) => !now.has(name)),
      changed: [...then].filter(([name, job]) => differs(job, now.get(name))).map(([name]) => name),
      removed: [...now.keys()].filter((name) => !then.has(name)),
    },
    settings: Object.entries(settings)
      .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(current[name]))
      .map(([name]) => name),
  };
  return { plan, jobs };
}

/** Rows are the same when they have the same number, job and due instant; the primary key finds them. */
async function compareRuns({ file }: Source, copy: Connection): Promise<{ gained: number; lost: number }> {
  const missing = (here: string, there: string) => `(SELECT count(*) FROM ${here}.runs h WHERE NOT EXISTS
    (SELECT 1 FROM ${there}.runs t WHERE t.id = h.id AND t.jobId = h.jobId AND t.dueAt = h.dueAt))`;
  await copy.all('ATTACH $1 AS present', [file]);
  try {
    const [row] = await copy.all<{ gained: number; lost: number }>(
      `SELECT ${missing('main', 'present')} AS gained, ${missing('present', 'main')} AS lost`,
    );
    return row ?? { gained: 0, lost: 0 };
  } finally {
    await copy.all('DETACH present');
  }
}

function differs(then: Job, now: Job | undefined): boolean {
  if (!now) return false;
  const said = ({ description, tags, enabled, action, zone, policy, environment, workingDirectory, triggers }: Job) =>
    JSON.stringify([
      ...[description, tags, enabled, action, zone, policy, environment, workingDirectory],
      triggers.map(({ spec }) => spec),
    ]);
  return said(then) !== said(now);
}

/**
 * Puts `ready` in the place of a closed ledger, in one step of the file system: whoever looks, or starts after a crash,
 * finds the old or the new one, whole. Returns where the old one lies now.
 */
export async function swapIn({ dataFolder, file }: Source, ready: string, now: number): Promise<string> {
  const before = join(ownFolder({ dataFolder }), backupName(now, 'before-restore'));
  await mkdir(dirname(before), { recursive: true, mode: 0o700 });
  try {
    await link(file, before);
  } catch {
    // A file system without links.
    await copyFile(file, before, constants.COPYFILE_EXCL);
    await syncFile(before);
  }
  await syncFolder(dirname(before));
  await rename(ready, file);
  await syncFolder(dirname(file));
  return before;
}

/** After a crash between the two steps of an exchange the ledger and its copy are one file: takes them apart. */
export async function takeApart(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found !== null && found.nlink > 1) await putCopy(file, file);
}

/** Takes the exchange back: the new ledger could not be opened. */
export async function swapBack({ file }: Source, before: string): Promise<void> {
  for (const beside of ['-wal', '-shm', '-journal']) await rm(`${file}${beside}`, { force: true });
  await putCopy(before, file);
}

async function putCopy(from: string, file: string): Promise<void> {
  const draft = `${file}.new`;
  await copyFile(from, draft);
  await syncFile(draft);
  await rename(draft, file);
  await syncFolder(dirname(file));
}
