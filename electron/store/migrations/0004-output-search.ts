import type { Migration } from './index.ts';

/**
 * Full text of errors and outputs, by trigrams: any three characters are found, in any letter case and language. Only
 * which entry holds which trigram is kept (no positions, no second copy of the text), so that an index is about as large
 * as short outputs and far smaller than long ones; what it names is compared with the text itself. Older runs are
 * indexed in the background.
 */
export const outputSearch: Migration = {
  name: '0004-output-search',
  up: async (run) => {
    // How many entries of `search` a run has; null = its text is not there yet.
    await run('ALTER TABLE runs ADD COLUMN indexed INTEGER');
    await run('CREATE INDEX runs_unindexed ON runs (id) WHERE indexed IS NULL');
    // With the row's id: a job's runs by their id, as a search goes through them.
    await run('CREATE INDEX runs_job ON runs (jobId)');
    await run(`CREATE VIRTUAL TABLE search USING fts5 (text, content = '', contentless_delete = 1, detail = none,
      tokenize = 'trigram')`);
    await run(`CREATE TRIGGER runs_search AFTER DELETE ON runs WHEN coalesce(old.indexed, 64) > 0 BEGIN
      DELETE FROM search WHERE rowid IN (SELECT old.id * 64 + value FROM json_each('${ENTRIES}')
        WHERE value < coalesce(old.indexed, 64)); END`);
  },
};

/** A run has at most 64 entries. A trigger may not count, so it is given the numbers. */
const ENTRIES = JSON.stringify(Array.from({ length: 64 }, (_, at) => at));
