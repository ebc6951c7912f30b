import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type BackupLabel, backupLabel } from '#contract/backup.ts';
import type { Connection } from './connection.ts';

/** What a copy of a ledger carries in its settings: of which ledger it is, when, why and by whom it was made. */
const carried = backupLabel.extend({ store: z.string() });
export type Carried = BackupLabel & { store: string };

const get = async (connection: Connection, key: string): Promise<string | null> =>
  (await connection.all<{ value: string }>('SELECT value FROM settings WHERE key = $1', [key]))[0]?.value ?? null;

const put = (connection: Connection, key: string, value: unknown) =>
  connection.all('REPLACE INTO settings (key, value) VALUES ($1, $2)', [key, JSON.stringify(value)]);

/** The name of a ledger, given on its first opening: two of them may share a folder for copies. */
export async function storeId(writer: Connection): Promise<string> {
  const known = await get(writer, 'store');
  if (known !== null) return JSON.parse(known) as string;
  const id = randomUUID();
  await put(writer, 'store', id);
  return id;
}

export async function writeLabel(copy: Connection, label: Carried): Promise<void> {
  await put(copy, 'backup', label);
}

/** null when the file says nothing of itself, as a plain copy of a ledger does. */
export async function readLabel(copy: Connection): Promise<Carried | null> {
  const text = await get(copy, 'backup');
  return carried
    .nullable()
    .catch(null)
    .parse(text === null ? null : JSON.parse(text));
}

/** A copy becomes the ledger `store`: it is alive from `now` (epoch ms) on. */
export async function becomeLedger(copy: Connection, store: string, now: number): Promise<void> {
  await copy.all("DELETE FROM settings WHERE key = 'backup'");
  await put(copy, 'store', store);
  await put(copy, 'aliveAt', now);
}

/** The ledger is no copy: a restore that was broken off may have said so. */
export const takeLabelOff = (writer: Connection) => writer.all("DELETE FROM settings WHERE key = 'backup'");
