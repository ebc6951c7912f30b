import type { Migration } from './index.ts';

/** Time awake of a run, and the processes that may outlive Belfry. */
export const leftovers: Migration = {
  name: '0002-leftovers',
  up: async (run) => {
    await run('ALTER TABLE runs ADD COLUMN awakeMs INTEGER');
    await run('ALTER TABLE runs ADD COLUMN leftover INTEGER NOT NULL DEFAULT 0');
    // JSON of pid, born and key.
    await run('ALTER TABLE attempts ADD COLUMN process TEXT');
    await run('CREATE INDEX runs_leftover ON runs (id) WHERE leftover');
  },
};
