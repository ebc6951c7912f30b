import { z } from 'zod';
import { storeStatus } from '#contract/ledger.ts';
import type { HistoryStore, KeepRules, Removed } from '#core/ports.ts';
import type { Connection } from './connection.ts';
import { dropUnusedEnvironments } from './environments.ts';
import { type Expired, expiredRuns, oldestRuns, runsInTrash } from './expired.ts';
import type { WriteQueue } from './write-queue.ts';

/** What one transaction removes at most: bells wait for it. */
const ROWS_AT_ONCE = 50;
const BYTES_AT_ONCE = 2 * 1024 * 1024;
const OUTPUT_ROWS_AT_ONCE = 64;
/** Found at once. */
const FIND_AT_ONCE = 10_000;
/** Pages given back to the system at once, and how many may stay unused in the file. */
const PAGES_AT_ONCE = 256;
const SPARE_PAGES = 1_024;
/** A row takes about this much with its indexes, besides its output. */
const ROW_BYTES = 500;

const LAST = 'removed';
const lastRemoved = storeStatus.shape.removed;

/** Removes what has outlived its use, in small pieces while nothing else is to be written. */
export function createHistoryStore(writer: Connection, reader: Connection, queue: WriteQueue): HistoryStore {
  return {
    status: async () => {
      const [[row], [last], [first]] = await Promise.all([
        reader.all<{ runs: number }>('SELECT count(*) AS runs FROM runs'),
        reader.all<{ value: string }>('SELECT value FROM settings WHERE key = $1', [LAST]),
        reader.all<{ oldest: number | null }>('SELECT min(sortAt) AS oldest FROM runs'),
      ]);
      const removed = z.string().transform(parsed).pipe(lastRemoved).catch(null).parse(last?.value);
      return { bytes: await usedBytes(), runs: row?.runs ?? 0, oldest: first?.oldest ?? null, removed };
    },
    sweep: async (rules, now, goesOn) => {
      const removed = { runs: 0, jobs: 0, bytes: 0 };
      await removeAll(() => runsInTrash(reader, rules.trashBefore, FIND_AT_ONCE), removed, goesOn);
      if (goesOn()) removed.jobs = await emptyTrash(rules.trashBefore);
      for (const runs of new Set(rules.jobs.map((rule) => rule.runs))) {
        const alike = rules.jobs.filter((rule) => rule.runs === runs);
        await removeAll(() => expiredRuns(reader, alike, runs, FIND_AT_ONCE), removed, goesOn);
      }
      await shrinkTo(rules, removed, goesOn);
      if (removed.runs + removed.jobs > 0) {
        await queue.runSpare(() => dropUnusedEnvironments(writer));
        await note(removed, now);
      }
      await giveBack(goesOn);
      return removed;
    },
  };

  async function pragma(name: string): Promise<number> {
    const [row] = await reader.all<Record<string, number>>(`PRAGMA ${name}`);
    return Object.values(row ?? {})[0] ?? 0;
  }

  async function usedBytes(): Promise<number> {
    const [pages, unused, size] = await Promise.all(['page_count', 'freelist_count', 'page_size'].map(pragma));
    return ((pages ?? 0) - (unused ?? 0)) * (size ?? 0);
  }

  /** Jobs that lie in the Trash with no run left. */
  async function emptyTrash(before: number): Promise<number> {
    const sql = `DELETE FROM jobs WHERE deletedAt < $1 AND NOT EXISTS (SELECT 1 FROM runs WHERE jobId = jobs.id)
      RETURNING id`;
    return (await queue.runSpare(() => writer.all(sql, [before]))).length;
  }

  async function removeAll(find: () => Promise<Expired[]>, removed: Removed, goesOn: () => boolean): Promise<void> {
    for (;;) {
      const found = goesOn() ? await find() : [];
      await remove(found, removed, goesOn);
      if (found.length < FIND_AT_ONCE) return;
    }
  }

  async function remove(found: Expired[], removed: Removed, goesOn: () => boolean): Promise<void> {
    for (let from = 0; from < found.length && goesOn(); ) {
      const batch = batchOf(found, from);
      from += batch.length;
      if (batch[0] && batch[0].kept > BYTES_AT_ONCE) await removeOutput(batch[0], goesOn);
      const ids = JSON.stringify(batch.map(({ id }) => id));
      const sql = 'DELETE FROM runs WHERE id IN (SELECT value FROM json_each($1)) RETURNING id';
      removed.runs += (await queue.runSpare(() => writer.all(sql, [ids]))).length;
      removed.bytes += batch.reduce((sum, { kept }) => sum + kept, 0);
    }
  }

  /** A gigabyte of output cannot go in one transaction. */
  async function removeOutput({ id, kept }: Expired, goesOn: () => boolean): Promise<void> {
    const sql = `DELETE FROM output WHERE runId = $1 AND (attempt, seq) IN
      (SELECT attempt, seq FROM output WHERE runId = $1 ORDER BY attempt, seq LIMIT ${OUTPUT_ROWS_AT_ONCE})
      RETURNING length(text) AS size`;
    for (let left = kept; left > BYTES_AT_ONCE && goesOn(); ) {
      const gone = await queue.runSpare(() => writer.all<{ size: number }>(sql, [id]));
      if (gone.length === 0) return;
      left -= gone.reduce((sum, { size }) => sum + size, 0);
    }
  }

  /** Removes the oldest runs, failures last, until the store is about as small as it may be. */
  async function shrinkTo({ totalBytes }: KeepRules, removed: Removed, goesOn: () => boolean): Promise<void> {
    let excess = totalBytes === null ? 0 : (await usedBytes()) - totalBytes;
    for (const failed of [false, true]) {
      while (excess > 0 && goesOn()) {
        const oldest = await oldestRuns(reader, failed, FIND_AT_ONCE);
        const batch: Expired[] = [];
        for (const run of oldest) {
          if (excess <= 0) break;
          batch.push(run);
          excess -= run.kept + ROW_BYTES;
        }
        await remove(batch, removed, goesOn);
        if (oldest.length < FIND_AT_ONCE) break;
      }
    }
  }

  async function note(removed: Removed, now: number): Promise<void> {
    const value = JSON.stringify({ at: now, ...removed });
    await queue.runSpare(() => writer.all('REPLACE INTO settings (key, value) VALUES ($1, $2)', [LAST, value]));
  }

  /** Hands unused pages back to the system, a few at a time: a whole VACUUM would hold every bell. */
  async function giveBack(goesOn: () => boolean): Promise<void> {
    for (let unused = await pragma('freelist_count'); unused > SPARE_PAGES && goesOn(); unused -= PAGES_AT_ONCE) {
      await queue.runSpare(() => writer.all(`PRAGMA incremental_vacuum(${PAGES_AT_ONCE})`));
    }
  }
}

function batchOf(found: Expired[], from: number): Expired[] {
  let bytes = 0;
  let to = from;
  while (to < found.length && to - from < ROWS_AT_ONCE) {
    bytes += (found[to] as Expired).kept;
    if (bytes > BYTES_AT_ONCE && to > from) break;
    to++;
  }
  return found.slice(from, to);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
