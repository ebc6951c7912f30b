import type { Connection } from './connection.ts';

interface Pending {
  work: () => Promise<unknown>;
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
}

/**
 * All writes pass here, one transaction at a time: calls made while one is under way, or in the same tick, share the
 * next (group commit). A promise resolves when its work is on disk; work that fails takes only itself back.
 */
export class WriteQueue {
  private pending: Pending[] = [];
  /** Housekeeping: one at a time, and only when nothing else waits. */
  private spare: Pending[] = [];
  private flushing: Promise<void> | null = null;
  private closed = false;
  /** Transactions committed so far. */
  commits = 0;

  constructor(private readonly connection: Connection) {}

  run<T>(work: () => Promise<T>): Promise<T> {
    return this.add(this.pending, work);
  }

  /** The same when there is time for it, in a transaction of its own: bells go first. Keep each short (ms). */
  runSpare<T>(work: () => Promise<T>): Promise<T> {
    return this.add(this.spare, work);
  }

  /** Waits for what was asked so far, and takes nothing more; housekeeping that has not begun is dropped. */
  async close(): Promise<void> {
    this.closed = true;
    for (const { reject } of this.spare.splice(0)) reject(new Error('The store is closed.'));
    await this.flushing;
  }

  private add<T>(list: Pending[], work: () => Promise<T>): Promise<T> {
    if (this.closed) return Promise.reject(new Error('The store is closed.'));
    return new Promise<T>((resolve, reject) => {
      list.push({ work, resolve, reject });
      this.flushing ??= this.flush();
    });
  }

  private async flush(): Promise<void> {
    // One turn of the event loop, so that all that rings in one wake commits together.
    do {
      await new Promise<void>((resolve) => setImmediate(resolve));
      const batch = this.pending.length > 0 ? this.pending.splice(0) : this.spare.splice(0, 1);
      if (batch.length > 0) await this.commit(batch);
    } while (this.pending.length > 0 || this.spare.length > 0);
    this.flushing = null;
  }

  private async commit(batch: Pending[]): Promise<void> {
    const { all } = this.connection;
    const answers: (() => void)[] = [];
    try {
      await all('BEGIN IMMEDIATE');
      for (const { work, resolve, reject } of batch) {
        await all('SAVEPOINT work');
        try {
          const value = await work();
          answers.push(() => resolve(value as never));
        } catch (error) {
          await all('ROLLBACK TO work');
          answers.push(() => reject(error));
        }
        await all('RELEASE work');
      }
      await all('COMMIT');
      this.commits++;
      for (const answer of answers) answer();
    } catch (error) {
      await all('ROLLBACK').catch(() => {});
      for (const { reject } of batch) reject(error);
    }
  }
}
