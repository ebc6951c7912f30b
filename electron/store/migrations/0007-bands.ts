import type { Migration } from './index.ts';

/** Stretches in which nothing could ring, what a person has dismissed, and short ways to what went wrong. */
export const bands: Migration = {
  name: '0007-bands',
  up: async (run) => {
    await run(
      'CREATE TABLE bands (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL)',
    );
    await run('CREATE INDEX bands_until ON bands (until)');
    await run('CREATE TABLE dismissals (key TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID');
    // Partial: a ledger of a million rows has few of these, and those that go well pay nothing.
    await run(
      `CREATE INDEX runs_trouble ON runs (jobId, status, sortAt DESC, id DESC)
       WHERE status IN ('failed', 'timed-out', 'interrupted', 'missed')`,
    );
    await run(
      `CREATE INDEX runs_late ON runs (jobId, sortAt DESC, id DESC) WHERE startedAt > dueAt + 3600000 AND cause <> 'by-hand'`,
    );
  },
};
