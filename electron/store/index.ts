import { join } from 'node:path';
import type { Store } from '#core/ports.ts';
import { connect } from './connection.ts';
import { createHistoryStore } from './history.ts';
import { createJobStore } from './jobs.ts';
import { interruptLeftovers, patchRun, saveAttempt, settle } from './ledger.ts';
import { openLedger } from './open.ts';
import { createOutputStore } from './output.ts';
import { createRunReader } from './runs.ts';
import { SearchIndex } from './search-index.ts';
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
  const index = new SearchIndex(writer, reader, queue);
  index.nudge();
  return {
    settle: (settlement) => queue.run(() => settle(writer, settlement)),
    patchRun: async (id, patch) => {
      const run = await queue.run(() => patchRun(writer, id, patch));
      if (run.finishedAt !== null) index.nudge();
      return run;
    },
    saveAttempt: (runId, attempt, process) => queue.run(() => saveAttempt(writer, runId, attempt, process)),
    interruptLeftovers: (now) => queue.run(() => interruptLeftovers(writer, now)),
    runs: createRunReader(reader),
    jobs: createJobStore(writer, reader, queue),
    output: createOutputStore(writer, reader, queue),
    settings: createSettingsStore(writer, reader, queue),
    history: createHistoryStore(writer, reader, queue),
    get commits() {
      return queue.commits;
    },
    close: async () => {
      await Promise.all([queue.close(), index.close()]);
      await reader.close();
      await writer.all('PRAGMA wal_checkpoint(TRUNCATE)');
      await writer.close();
    },
  };
}
