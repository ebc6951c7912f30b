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
  private flushing: Promise<void> | null = null;
  private closed = false;
  /** Transactions committed so far. */
  commits = 0;

  constructor(private readonly connection: Connection) {}

  run<T>(work: () => Promise<T>): Promise<T> {
    if (this.closed) return Promise.reject(new Error('The store is closed.'));
    return new Promise<T>((resolve, reject) => {
      this.pending.push({ work, resolve, reject });
      this.flushing ??= this.flush();
    });
  }

  /** Waits for what was asked so far, and takes nothing more. */
  async close(): Promise<void> {
    this.closed = true;
    await this.flushing;
  }

  private async flush(): Promise<void> {
    // One turn of the event loop, so that all that rings in one wake commits together.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.pending.length > 0) {
      const batch = this.pending;
      this.pending = [];
      await this.commit(batch);
    }
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
