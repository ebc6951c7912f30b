import type { Migration } from './index.ts';

/** The first ledger. Times are epoch ms, UTC. */
export const first: Migration = {
  name: '0001-first',
  up: async (run) => {
    for (const statement of STATEMENTS) await run(statement);
  },
};

const STATEMENTS = [
  `CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL, nameKey TEXT NOT NULL, description TEXT NOT NULL, tags TEXT NOT NULL,
    enabled INTEGER NOT NULL, action TEXT NOT NULL, zone TEXT, policy TEXT NOT NULL,
    environment TEXT NOT NULL, workingDirectory TEXT, nextRunAt INTEGER,
    pauseSince INTEGER, pauseUntil INTEGER, skipUntil INTEGER,
    createdAt INTEGER NOT NULL, updatedAt INTEGER NOT NULL, deletedAt INTEGER)`,
  // A name is free again once its job lies in the Trash.
  'CREATE UNIQUE INDEX jobs_name ON jobs (nameKey) WHERE deletedAt IS NULL',
  `CREATE TABLE triggers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    jobId INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, spec TEXT NOT NULL, cursor INTEGER NOT NULL,
    -- Set when an edit replaced the trigger: its rows in the ledger keep their key.
    retiredAt INTEGER)`,
  'CREATE INDEX triggers_job ON triggers (jobId)',
  `CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    jobId INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    triggerId INTEGER REFERENCES triggers (id) ON DELETE CASCADE,
    dueAt INTEGER NOT NULL, dueUntil INTEGER NOT NULL, count INTEGER NOT NULL,
    startedAt INTEGER, finishedAt INTEGER,
    -- startedAt, or dueAt for what has not started: the order of the history.
    sortAt INTEGER NOT NULL,
    status TEXT NOT NULL, cause TEXT NOT NULL, reason TEXT,
    attempt INTEGER NOT NULL, attempts INTEGER NOT NULL,
    exitCode INTEGER, signal TEXT, error TEXT,
    outputBytes INTEGER NOT NULL DEFAULT 0, outputDropped INTEGER NOT NULL DEFAULT 0)`,
  // The rule that nothing rings twice.
  'CREATE UNIQUE INDEX runs_settled ON runs (jobId, triggerId, dueAt)',
  'CREATE INDEX runs_newest ON runs (sortAt DESC, id DESC)',
  'CREATE INDEX runs_job_newest ON runs (jobId, sortAt DESC, id DESC)',
  'CREATE INDEX runs_status_newest ON runs (status, sortAt DESC, id DESC)',
  'CREATE INDEX runs_trigger ON runs (triggerId, id)',
  `CREATE TABLE attempts (
    runId INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    attempt INTEGER NOT NULL, startedAt INTEGER NOT NULL, finishedAt INTEGER,
    status TEXT NOT NULL, exitCode INTEGER, signal TEXT, error TEXT,
    PRIMARY KEY (runId, attempt))`,
  `CREATE TABLE output (
    runId INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    attempt INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL,
    stream TEXT NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (runId, attempt, seq)) WITHOUT ROWID`,
  'CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID',
];
