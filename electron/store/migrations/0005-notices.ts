import type { Migration } from './index.ts';

/** When jobs tell of themselves, and who was told of which run. */
export const notices: Migration = {
  name: '0005-notices',
  up: async (run) => {
    await run("ALTER TABLE jobs ADD COLUMN notifications TEXT NOT NULL DEFAULT '{}'");
    await run(`CREATE TABLE deliveries (
      id INTEGER PRIMARY KEY,
      runId INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      at INTEGER NOT NULL,
      kind TEXT NOT NULL,
      channel TEXT NOT NULL,
      target TEXT NOT NULL,
      error TEXT
    )`);
    await run('CREATE INDEX deliveries_run ON deliveries (runId)');
  },
};
