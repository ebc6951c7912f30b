import type { Migration } from './index.ts';

/** What lists, statistics and housekeeping walk, without a look into the rows; a file that can shrink bit by bit. */
export const retention: Migration = {
  name: '0006-retention',
  up: async (run) => {
    await run('DROP INDEX runs_job_newest');
    await run(`CREATE INDEX runs_job_newest
      ON runs (jobId, sortAt DESC, id DESC, status, startedAt, finishedAt, count)`);
    // Takes effect with VACUUM, which rewrites the file once.
    await run('PRAGMA auto_vacuum = INCREMENTAL');
    await run('VACUUM');
  },
};
