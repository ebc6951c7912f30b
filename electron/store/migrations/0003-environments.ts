import type { Migration } from './index.ts';

/** What attempts were started with, each environment once. */
export const environments: Migration = {
  name: '0003-environments',
  up: async (run) => {
    await run('CREATE TABLE environments (hash TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID');
    await run('ALTER TABLE attempts ADD COLUMN environment TEXT REFERENCES environments (hash)');
    await run('CREATE INDEX attempts_environment ON attempts (environment) WHERE environment IS NOT NULL');
  },
};
