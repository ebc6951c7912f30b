import { existsSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BelfryError } from '#contract/error.ts';
import { type Connection, connect } from './connection.ts';
import { migrations } from './migrations/index.ts';

/**
 * Opens the ledger's file for writing, brought up to date; an older store is copied to `backups/` first.
 * @throws BelfryError `unavailable` when the store is newer than this version or no store at all; it is left untouched.
 */
export async function openLedger(folder: string, file: string): Promise<Connection> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const known = existsSync(file) ? await recorded(file) : [];
  const writer = await connect(file, 'write');
  await chmod(file, 0o600);
  if (known.length > 0 && known.length < migrations.length) await backUp(writer, folder, known.at(-1) as string);
  if (known.length < migrations.length) await migrate(writer);
  return writer;
}

/** Brings a store up to date. */
export async function migrate(writer: Connection): Promise<void> {
  // Most starts have nothing to migrate and do without it.
  const { SequelizeStorage, Umzug } = await import('umzug');
  const umzug = new Umzug({
    migrations: migrations.map(({ name, up }) => ({ name, up: () => up((sql) => writer.all(sql)) })),
    storage: new SequelizeStorage({ sequelize: writer.sequelize, tableName: 'migrations' }),
    logger: undefined,
  });
  await umzug.up();
}

/** Names of the migrations that made the store; reads only. */
async function recorded(file: string): Promise<string[]> {
  let names: string[];
  try {
    const reader = await connect(file, 'read');
    try {
      names = await migrationsOf(reader);
    } finally {
      await reader.close();
    }
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new BelfryError(
      'unavailable',
      `${file} cannot be read as a Belfry store (${cause}). Move it away, or restore a backup.`,
    );
  }
  const unknown = unknownOf(names);
  if (unknown) {
    throw new BelfryError(
      'unavailable',
      `${file} was written by a newer Belfry (${unknown}). Install that version, or choose another data folder with --data.`,
    );
  }
  return names;
}

/** Names of the migrations that made a store, oldest first; none = it is no store. */
export async function migrationsOf(reader: Connection): Promise<string[]> {
  const tables = await reader.all("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'migrations'");
  const rows = tables.length > 0 ? await reader.all('SELECT name FROM migrations ORDER BY name') : [];
  return rows.map(({ name }) => String(name));
}

/** The first migration that only a newer Belfry knows. */
export const unknownOf = (names: string[]): string | undefined =>
  names.find((name) => !migrations.some((migration) => migration.name === name));

async function backUp(writer: Connection, folder: string, version: string): Promise<void> {
  const backups = join(folder, 'backups');
  await mkdir(backups, { recursive: true, mode: 0o700 });
  const stamp = new Date().toISOString().replace(/[:.]/g, '-');
  await writer.all('VACUUM INTO $1', [join(backups, `${version}-${stamp}.sqlite`)]);
}
