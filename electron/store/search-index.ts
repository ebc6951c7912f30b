import type { Connection } from './connection.ts';
import { searchText, shortTexts } from './search-text.ts';
import type { WriteQueue } from './write-queue.ts';

/** Entries a run may have: what it printed beyond its first 8 million characters is not searched. */
export const ENTRIES = 64;
/** A run that printed no more than this (bytes) is indexed together with others. */
export const SHORT_BYTES = 32 * 1024;
const SHORT_TOGETHER = 256 * 1024;
const RUNS_TOGETHER = 200;
/** Runs that end together are indexed together. */
const SOON_MS = 500;
/** Between batches, so that whatever else the computer does goes first. */
const REST_MS = 5;

interface Unindexed {
  id: number;
  error: string | null;
  kept: number;
}

/** Puts the errors and outputs of runs that have ended into the full-text index, when nothing else is to be written. */
export class SearchIndex {
  private timer: NodeJS.Timeout | null = null;
  private working: Promise<void> = Promise.resolve();
  private closed = false;
  private again = false;

  constructor(
    private readonly writer: Connection,
    private readonly reader: Connection,
    private readonly queue: WriteQueue,
  ) {}

  /** Indexes, soon, what is not indexed yet. */
  nudge(): void {
    if (this.closed) return;
    this.again = true;
    this.timer ??= setTimeout(() => {
      this.working = this.work().catch(() => {});
    }, SOON_MS).unref();
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.timer) clearTimeout(this.timer);
    await this.working;
  }

  /** Works until every run that has ended is indexed; what fails is tried again at the next nudge. */
  async work(): Promise<void> {
    this.again = false;
    try {
      for (let before = Number.MAX_SAFE_INTEGER; !this.closed; ) {
        const runs = await this.unindexed(before);
        if (runs.length === 0) break;
        before = await this.indexSome(runs);
        await new Promise((resolve) => setTimeout(resolve, REST_MS));
      }
    } finally {
      this.timer = null;
      if (this.again) this.nudge();
    }
  }

  /** The newest ones below an id; index runs_unindexed. */
  private unindexed(before: number): Promise<Unindexed[]> {
    return this.reader.all<Unindexed>(
      `SELECT id, error, outputBytes - outputDropped AS kept FROM runs
       WHERE indexed IS NULL AND id < $1 AND status NOT IN ('running', 'queued') ORDER BY id DESC LIMIT ${RUNS_TOGETHER}`,
      [before],
    );
  }

  /** Returns the id of the last run done. */
  private async indexSome(runs: Unindexed[]): Promise<number> {
    const [first] = runs as [Unindexed];
    if (first.kept > SHORT_BYTES) {
      await this.indexLong(first);
      return first.id;
    }
    const short: Unindexed[] = [];
    let bytes = 0;
    for (const run of runs) {
      bytes += run.kept;
      if (run.kept > SHORT_BYTES || bytes > SHORT_TOGETHER) break;
      short.push(run);
    }
    await this.indexShort(short);
    return (short.at(-1) as Unindexed).id;
  }

  private async indexShort(runs: Unindexed[]): Promise<void> {
    const texts = await shortTexts(this.reader, runs);
    // JSON text of SQLite ends at a NUL.
    const given = JSON.stringify([...texts].map(([id, text]) => ({ id, text: text.replaceAll('\0', ' ') })));
    await this.queue.runSpare(async () => {
      await this.writer.all(
        `REPLACE INTO search (rowid, text) SELECT r.id * 64, json_extract(v.value, '$.text') FROM json_each($1) v
         JOIN runs r ON r.id = json_extract(v.value, '$.id') WHERE json_extract(v.value, '$.text') <> ''`,
        [given],
      );
      await this.writer.all(
        `UPDATE runs SET indexed = json_extract(v.value, '$.text') <> '' FROM json_each($1) v
         WHERE runs.id = json_extract(v.value, '$.id')`,
        [given],
      );
    });
  }

  /** An entry at a time. */
  private async indexLong({ id, error }: Unindexed): Promise<void> {
    let entries = 0;
    for await (const text of searchText(this.reader, id, error)) {
      if (this.closed) return;
      await this.queue.runSpare(() =>
        this.writer.all('REPLACE INTO search (rowid, text) SELECT id * 64 + $2, $3 FROM runs WHERE id = $1', [
          ...[id, entries, text],
        ]),
      );
      if (++entries === ENTRIES) break;
    }
    await this.queue.runSpare(() => this.writer.all('UPDATE runs SET indexed = $2 WHERE id = $1', [id, entries]));
  }
}
