import { join } from 'node:path';
import { BelfryError } from '#contract/error.ts';
import type { Store } from '#core/ports.ts';
import { storeId, takeLabelOff, writeLabel } from './backup-label.ts';
import { createBackupStore } from './backup-store.ts';
import type { Source } from './backups.ts';
import { createBandStore } from './bands.ts';
import { connectReader } from './connection.ts';
import { createDeliveryStore } from './deliveries.ts';
import { createHistoryStore } from './history.ts';
import { integrity } from './integrity.ts';
import { createJobStore } from './jobs.ts';
import { interruptLeftovers, patchRun, rewind, saveAttempt, settle, settledAhead } from './ledger.ts';
import { openLedger } from './open.ts';
import { createOutputStore } from './output.ts';
import { clearStaging, swapBack, swapIn, takeApart } from './restore.ts';
import { createRunReader } from './runs.ts';
import { SearchIndex } from './search-index.ts';
import { createSettingsStore } from './settings.ts';
import { createTroubleStore } from './troubles.ts';
import { WriteQueue } from './write-queue.ts';

export type OpenStore = Store & {
  /** Transactions committed so far. */
  readonly commits: number;
  /** Writes what is under way, then lets go of the file. */
  close(): Promise<void>;
};

/**
 * Opens the store in a data folder, which is made when absent; an older store is migrated after a backup.
 * `version` is Belfry's own, for the copies that are made.
 * @throws BelfryError `unavailable`, see openLedger
 */
export async function openStore(dataFolder: string, version = 'unknown'): Promise<OpenStore> {
  const file = join(dataFolder, 'belfry.sqlite');
  await clearStaging(dataFolder);
  await takeApart(file);
  let ledger = await openParts(dataFolder, file);
  const source: Source = { dataFolder, file, version, store: ledger.id };
  return {
    settle: (settlement) => ledger.settle(settlement),
    settledAhead: (now) => ledger.settledAhead(now),
    rewind: (change) => ledger.rewind(change),
    patchRun: (id, patch) => ledger.patchRun(id, patch),
    saveAttempt: (...attempt) => ledger.saveAttempt(...attempt),
    interruptLeftovers: (now, held) => ledger.interruptLeftovers(now, held),
    integrity: () => ledger.integrity(),
    // Read anew each time: a restore puts others in their place.
    get runs() {
      return ledger.runs;
    },
    get jobs() {
      return ledger.jobs;
    },
    get output() {
      return ledger.output;
    },
    get deliveries() {
      return ledger.deliveries;
    },
    get bands() {
      return ledger.bands;
    },
    get troubles() {
      return ledger.troubles;
    },
    get settings() {
      return ledger.settings;
    },
    get history() {
      return ledger.history;
    },
    backups: createBackupStore(source, () => ledger, exchange),
    get commits() {
      return ledger.commits;
    },
    close: () => ledger.close(),
  };

  async function exchange(ready: string, now: number): Promise<string> {
    const label = { madeAt: now, version, kind: 'before-restore', store: source.store } as const;
    let before: string | null = null;
    try {
      await ledger.closeAlone(label);
      before = await swapIn(source, ready, now);
      ledger = await openParts(dataFolder, file);
      return before;
    } catch (error) {
      if (before !== null) await swapBack(source, before);
      ledger = await openParts(dataFolder, file);
      throw error;
    }
  }
}

async function openParts(dataFolder: string, file: string) {
  const writer = await openLedger(dataFolder, file);
  const id = await storeId(writer);
  await takeLabelOff(writer);
  // A second connection: readers never wait for a writer, nor see what is not committed.
  const reader = await connectReader(file);
  const queue = new WriteQueue(writer);
  const index = new SearchIndex(writer, reader, queue);
  index.nudge();
  const parts: Omit<Store, 'backups'> = {
    settle: (settlement) => queue.run(() => settle(writer, settlement)),
    // Read by the writer, in its turn: what is being settled just now counts.
    settledAhead: (now) => queue.run(() => settledAhead(writer, now)),
    rewind: ({ cursors, cuts }) => queue.run(() => rewind(writer, cursors, cuts)),
    patchRun: async (id, patch) => {
      const run = await queue.run(() => patchRun(writer, id, patch));
      if (run.finishedAt !== null) index.nudge();
      return run;
    },
    saveAttempt: (...attempt) => queue.run(() => saveAttempt(writer, ...attempt)),
    interruptLeftovers: (now, held) => queue.run(() => interruptLeftovers(writer, now, held)),
    integrity: () => integrity(reader),
    runs: createRunReader(reader),
    jobs: createJobStore(writer, reader, queue),
    output: createOutputStore(writer, reader, queue),
    deliveries: createDeliveryStore(writer, reader, queue),
    bands: createBandStore(writer, reader, queue),
    troubles: createTroubleStore(writer, reader, queue),
    settings: createSettingsStore(writer, reader, queue),
    history: createHistoryStore(writer, reader, queue),
  };
  const release = async () => {
    await Promise.all([queue.close(), index.close()]);
    await reader.close();
  };
  return {
    ...parts,
    id,
    get commits() {
      return queue.commits;
    },
    close: async () => {
      await release();
      await writer.all('PRAGMA wal_checkpoint(TRUNCATE)');
      await writer.close();
    },
    /** Closes so that the file stands alone as a copy, without a log beside it. Refused while others have it open. */
    closeAlone: async (label: Parameters<typeof writeLabel>[1]) => {
      await release();
      await writeLabel(writer, label);
      const [mode] = await writer.all<{ journal_mode: string }>('PRAGMA journal_mode = DELETE').catch(() => []);
      await writer.close();
      if (mode?.journal_mode === 'delete') return;
      throw new BelfryError('unavailable', `Another program has ${file} open. Close it, then restore again.`);
    },
  };
}
