import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Backup, BackupKind } from '#contract/backup.ts';
import { BelfryError } from '#contract/error.ts';
import { readLabel, writeLabel } from './backup-label.ts';
import { connect } from './connection.ts';
import { syncFile, syncFolder } from './files.ts';

/** The ledger that is copied. */
export interface Source {
  dataFolder: string;
  file: string;
  /** Its name, see storeId. */
  store: string;
  /** Of Belfry. */
  version: string;
}

const NAME = /^belfry-.+\.sqlite$/;
/** Copies that are made without being asked for, and go the same way. */
const PASSING: readonly BackupKind[] = ['daily', 'before-restore'];

/** e.g. `belfry-2026-10-24T02-30-00Z.sqlite`; UTC, so that names sort. */
export function backupName(now: number, kind: BackupKind): string {
  const stamp = new Date(now).toISOString().replace(/\.\d+/, '').replaceAll(':', '-');
  return `belfry-${kind === 'before-restore' ? 'before-restore-' : ''}${stamp}.sqlite`;
}

/** Copies the ledger as it is now, on a connection of its own: nobody who writes waits for it. */
export async function copyLedger(
  source: Source,
  file: string,
  kind: BackupKind,
  now: number,
  overwrite: boolean,
): Promise<Backup> {
  await checkPlace(source, file);
  if (!overwrite && existsSync(file)) throw taken(file);
  const draft = join(dirname(file), `.${basename(file)}.${randomUUID()}`);
  const label = { madeAt: now, version: source.version, kind };
  try {
    const reader = await connect(source.file, 'read');
    try {
      await reader.all('VACUUM INTO $1', [draft]);
    } finally {
      await reader.close();
    }
    await chmod(draft, 0o600);
    const copy = await connect(draft, 'copy');
    try {
      await writeLabel(copy, { ...label, store: source.store });
      const problem = await damage(copy);
      if (problem) throw new Error(`the copy is damaged: ${problem}`);
    } finally {
      await copy.close();
    }
    await syncFile(draft);
    if (!overwrite && existsSync(file)) throw taken(file);
    await rename(draft, file);
    await syncFolder(dirname(file));
  } catch (error) {
    await rm(draft, { force: true });
    await rm(`${draft}-journal`, { force: true });
    throw error instanceof BelfryError ? error : notMade(file, error as NodeJS.ErrnoException);
  }
  return { ...label, file, size: (await stat(file)).size };
}

/** Where copies go that must lie beside the ledger, and the others unless people choose. */
export const ownFolder = ({ dataFolder }: Pick<Source, 'dataFolder'>): string => join(dataFolder, 'backups');

/** The copies of the ledger in a folder and those made before a restore, newest first. */
export async function listCopies(source: Source, folder: string): Promise<Backup[]> {
  const own = ownFolder(source);
  const beside = folder === own ? [] : (await copiesIn(source, own)).filter(({ kind }) => kind === 'before-restore');
  return [...(await copiesIn(source, folder)), ...beside].sort(
    (a, b) => b.madeAt - a.madeAt || b.file.localeCompare(a.file),
  );
}

async function copiesIn(source: Source, folder: string): Promise<Backup[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => NAME.test(name));
  const found = await Promise.all(names.map((name) => look(source, join(folder, name)).catch(() => null)));
  return found.filter((one) => one !== null);
}

/** null for what is not ours. */
async function look(source: Source, file: string): Promise<Backup | null> {
  const reader = await connect(file, 'read');
  try {
    const label = await readLabel(reader);
    if (label?.store !== source.store) return null;
    const { store: _, ...rest } = label;
    return { ...rest, file, size: (await stat(file)).size };
  } finally {
    await reader.close();
  }
}

/** Deletes all but the newest `keep` of each kind that Belfry makes by itself. Returns what is gone. */
export async function pruneCopies(source: Source, folder: string, keep: number): Promise<string[]> {
  const copies = await listCopies(source, folder);
  const old = PASSING.flatMap((kind) => copies.filter((copy) => copy.kind === kind).slice(keep));
  for (const { file } of old) await rm(file, { force: true });
  return old.map(({ file }) => file);
}

export async function copyInto(source: Source, folder: string, kind: BackupKind, now: number): Promise<Backup> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw notMade(join(folder, backupName(now, kind)), error as NodeJS.ErrnoException);
  }
  return copyLedger(source, join(folder, backupName(now, kind)), kind, now, false);
}

/** What SQLite finds wrong in a file, or null. */
export async function damage(connection: { all: <T>(sql: string) => Promise<T[]> }): Promise<string | null> {
  const [row] = await connection.all<{ quick_check: string }>('PRAGMA quick_check(1)');
  return row?.quick_check === 'ok' ? null : (row?.quick_check ?? 'it cannot be checked');
}

/** A copy must not fall upon the ledger, or on what else Belfry keeps beside it. */
async function checkPlace({ dataFolder }: Source, file: string): Promise<void> {
  const real = (path: string) => realpath(path).catch(() => path);
  if ((await real(dirname(file))) !== (await real(dataFolder))) return;
  throw new BelfryError('invalid', `Choose another place: Belfry keeps its own files in ${dataFolder}.`, 'file');
}

const taken = (file: string) =>
  new BelfryError('conflict', `There is already a file ${file}. Choose another name, or let it be replaced.`, 'file');

function notMade(file: string, error: NodeJS.ErrnoException): BelfryError {
  const message = /SQLITE_FULL|ENOSPC/.test(`${error.code} ${error.message}`)
    ? `There is no room for a backup in ${dirname(file)}.`
    : existsSync(dirname(file))
      ? `The backup ${file} could not be made (${error.message}).`
      : `The folder ${dirname(file)} is not there and could not be made.`;
  return new BelfryError('unavailable', message, 'file');
}
