import { join } from 'node:path';
import type { Store } from '#core/ports.ts';
import { type Connection, connect } from './connection.ts';
import { createJobStore } from './jobs.ts';
import { interruptLeftovers, patchRun, saveAttempt, settle } from './ledger.ts';
import { openLedger } from './open.ts';
import { createOutputStore } from './output.ts';
import { createRunReader } from './runs.ts';
import { createSettingsStore } from './settings.ts';
import { WriteQueue } from './write-queue.ts';

export type OpenStore = Store & {
  /** Transactions committed so far. */
  readonly commits: number;
  /** Writes what is under way, then lets go of the file. */
  close(): Promise<void>;
};

/**
 * Opens the store in a data folder, which is made when absent; an older store is migrated after a backup.
 * @throws BelfryError `unavailable`, see openLedger
 */
export async function openStore(dataFolder: string): Promise<OpenStore> {
  const file = join(dataFolder, 'belfry.sqlite');
  const writer = await openLedger(dataFolder, file);
  // A second connection: readers never wait for a writer, nor see what is not committed.
  const reader = await connect(file, 'read');
  const queue = new WriteQueue(writer);
  return {
    settle: (settlement) => queue.run(() => settle(writer, settlement)),
    patchRun: (id, patch) => queue.run(() => patchRun(writer, id, patch)),
    saveAttempt: (runId, attempt, process) => queue.run(() => saveAttempt(writer, runId, attempt, process)),
    interruptLeftovers: (now) => queue.run(() => interruptLeftovers(writer, now)),
    runs: createRunReader(reader),
    jobs: createJobStore(writer, reader, queue),
    output: createOutputStore(writer, reader, queue),
    settings: createSettingsStore(writer, reader, queue),
    integrity: () => integrity(reader),
    get commits() {
      return queue.commits;
    },
    close: async () => {
      await queue.close();
      await reader.close();
      await writer.all('PRAGMA wal_checkpoint(TRUNCATE)');
      await writer.close();
    },
  };
}

async function integrity(reader: Connection): Promise<{ problems: string[]; bytes: number }> {
  const rows = await reader.all<{ quick_check: string }>('PRAGMA quick_check(10)');
  const orphans = await reader.all('PRAGMA foreign_key_check');
  const [size] = await reader.all<{ bytes: number }>(
    'SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()',
  );
  const problems = rows.map((row) => row.quick_check).filter((text) => text !== 'ok');
  if (orphans.length > 0) problems.push(`${orphans.length} rows belong to nothing`);
  return { problems, bytes: size?.bytes ?? 0 };
}
