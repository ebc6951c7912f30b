import { BelfryError } from '#contract/error.ts';
import type { Attempt, LaunchEnvironment, Run } from '#contract/run.ts';
import type {
  Leftover,
  NewRun,
  ProcessMark,
  RangeCut,
  RunPatch,
  SettledAhead,
  Settlement,
  TriggerCursor,
} from '#core/ports.ts';
import type { Connection } from './connection.ts';
import { keepEnvironment } from './environments.ts';
import { assignments, runsById } from './run-rows.ts';

/** Columns of a new row, in the order of the insert. */
const COLUMNS = [
  'jobId',
  'triggerId',
  'dueAt',
  'dueUntil',
  'count',
  'startedAt',
  'status',
  'cause',
  'reason',
  'attempts',
];

/** Settles one wake inside the transaction of the write queue; see `Store.settle`. */
export async function settle(connection: Connection, settlement: Settlement): Promise<(Run | null)[]> {
  const ids: (number | null)[] = [];
  const fresh: number[] = [];
  const renewed = new Set<number | null>();
  for (const [at, run] of settlement.runs.entries()) {
    // A row does not grow over others of its trigger that come before in the same wake.
    const grows = run.extendSince !== undefined && !renewed.has(run.triggerId);
    const extended = grows ? await extend(connection, run, run.extendSince as number) : null;
    ids[at] = extended;
    if (extended !== null) continue;
    fresh.push(at);
    renewed.add(run.triggerId);
  }
  const inserted = await insert(
    connection,
    fresh.map((at) => settlement.runs[at] as NewRun),
  );
  for (const [index, at] of fresh.entries()) ids[at] = inserted[index] ?? null;
  await keepVariables(connection, settlement.runs, ids);
  await moveCursors(connection, settlement.cursors);
  await connection.all(
    `UPDATE jobs SET nextRunAt = json_extract(v.value, '$.nextRunAt') FROM json_each($1) v
     WHERE jobs.id = json_extract(v.value, '$.jobId')`,
    [JSON.stringify(settlement.nextRuns)],
  );
  const rows = await runsById(
    connection,
    ids.filter((id) => id !== null),
  );
  return ids.map((id) => (id === null ? null : (rows.get(id) ?? null)));
}

export async function moveCursors(connection: Connection, cursors: Settlement['cursors']): Promise<void> {
  await connection.all(
    `UPDATE triggers SET cursor = json_extract(v.value, '$.cursor') FROM json_each($1) v
     WHERE triggers.id = json_extract(v.value, '$.triggerId')`,
    [JSON.stringify(cursors)],
  );
}

/**
 * See `Store.settledAhead`. Index runs_settled; only of triggers ahead of `now` are the rows looked through, for one that
 * spans it, and then for those that lie within.
 */
export async function settledAhead(connection: Connection, now: number): Promise<SettledAhead[]> {
  const columns = 'r.id, r.jobId, r.triggerId, r.dueAt, r.dueUntil, r.count';
  const joined = 'FROM triggers t JOIN runs r ON r.jobId = t.jobId AND r.triggerId = t.id';
  const timed = `t.retiredAt IS NULL AND json_extract(t.spec, '$.kind') IN ('cron', 'interval', 'once')`;
  return connection.all<SettledAhead>(
    `WITH spanning AS (
       SELECT ${columns} ${joined} AND r.dueAt <= $1
       WHERE ${timed} AND t.cursor > $1 AND r.count > 1 AND r.dueUntil > $1)
     SELECT ${columns} ${joined} AND r.dueAt > min(t.cursor, $1) WHERE ${timed}
     UNION ALL SELECT * FROM spanning
     UNION ALL SELECT ${columns} FROM spanning s JOIN runs r ON r.jobId = s.jobId AND r.triggerId = s.triggerId
       AND r.dueAt > s.dueAt AND r.dueAt <= $1 AND r.count = 1`,
    [now],
  );
}

/** See `Store.rewind`. */
export async function rewind(connection: Connection, cursors: TriggerCursor[], cuts: RangeCut[]): Promise<Run[]> {
  await moveCursors(connection, cursors);
  await connection.all(
    `UPDATE runs SET dueUntil = json_extract(v.value, '$.dueUntil'), count = json_extract(v.value, '$.count')
     FROM json_each($1) v WHERE runs.id = json_extract(v.value, '$.id')`,
    [JSON.stringify(cuts)],
  );
  const ids = cuts.map(({ id }) => id);
  return [...(await runsById(connection, ids)).values()];
}

/** Grows the trigger's newest row when it says the same; index runs_trigger finds it. Returns its id, or null. */
async function extend(connection: Connection, run: NewRun, since: number): Promise<number | null> {
  const [row] = await connection.all<{ id: number }>(
    `UPDATE runs SET count = count + $1, dueUntil = $2
     WHERE id = (SELECT id FROM runs WHERE triggerId = $3 ORDER BY id DESC LIMIT 1)
       AND status = $4 AND reason = $5 AND dueUntil >= $6 AND dueUntil < $7 RETURNING id`,
    [run.count, run.dueUntil, run.triggerId, run.status, run.reason, since, run.dueAt],
  );
  return row?.id ?? null;
}

/** Inserts all rows in one statement; an id for each, null where the occurrence was settled before. */
async function insert(connection: Connection, runs: NewRun[]): Promise<(number | null)[]> {
  if (runs.length === 0) return [];
  const picked = COLUMNS.map((column) => `json_extract(value, '$.${column}')`).join(', ');
  const rows = await connection.all<{ id: number; jobId: number; triggerId: number | null; dueAt: number }>(
    // WITH first: Sequelize would run a bare INSERT without giving its rows back.
    `WITH given AS (SELECT value FROM json_each($1))
     INSERT INTO runs (${COLUMNS.join(', ')}, attempt, sortAt)
     SELECT ${picked}, json_extract(value, '$.status') = 'running',
       coalesce(json_extract(value, '$.startedAt'), json_extract(value, '$.dueAt')) FROM given WHERE true
     ON CONFLICT (jobId, triggerId, dueAt) DO NOTHING RETURNING id, jobId, triggerId, dueAt`,
    [JSON.stringify(runs)],
  );
  const key = (row: { jobId: number; triggerId: number | null; dueAt: number }) =>
    `${row.jobId} ${row.triggerId} ${row.dueAt}`;
  const found = new Map<string, number[]>();
  for (const row of rows) found.set(key(row), [...(found.get(key(row)) ?? []), row.id]);
  return runs.map((run) => found.get(key(run))?.shift() ?? null);
}

/** Not in the insert: hardly a run has any, and thousands may be due in one second. */
async function keepVariables(connection: Connection, runs: NewRun[], ids: (number | null)[]): Promise<void> {
  for (const [at, { variables }] of runs.entries())
    if (variables && ids[at] != null)
      await connection.all('UPDATE runs SET variables = $1 WHERE id = $2', [JSON.stringify(variables), ids[at]]);
}

/** Patches one row and returns it whole. @throws BelfryError `not-found` when its job was deleted meanwhile. */
export async function patchRun(connection: Connection, id: number, patch: RunPatch): Promise<Run> {
  const { leftover, ...rest } = patch;
  const { sql, values } = assignments({ ...rest, ...(leftover !== undefined && { leftover: Number(leftover) }) }, 2);
  const sort = patch.startedAt === undefined || patch.startedAt === null ? '' : `, sortAt = ${patch.startedAt}`;
  if (sql) await connection.all(`UPDATE runs SET ${sql}${sort} WHERE id = $1`, [id, ...values]);
  const run = (await runsById(connection, [id])).get(id);
  if (!run) throw new BelfryError('not-found', `There is no run ${id}.`, 'id');
  return run;
}

export async function saveAttempt(
  connection: Connection,
  runId: number,
  attempt: Attempt,
  process: ProcessMark | null,
  environment?: LaunchEnvironment,
): Promise<void> {
  const { attempt: number, startedAt, finishedAt, status, exitCode, signal, error } = attempt;
  await connection.all(
    // OR ABORT is what SQLite does anyhow: Sequelize takes a statement that begins with INSERT INTO for one without rows.
    `INSERT OR ABORT INTO attempts (runId, attempt, startedAt, finishedAt, status, exitCode, signal, error, process, environment)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (runId, attempt) DO UPDATE SET finishedAt = excluded.finishedAt, status = excluded.status,
       exitCode = excluded.exitCode, signal = excluded.signal, error = excluded.error, process = excluded.process,
       environment = coalesce(excluded.environment, environment)`,
    [
      ...[runId, number, startedAt, finishedAt, status, exitCode, signal, error],
      process && JSON.stringify(process),
      environment ? await keepEnvironment(connection, environment) : null,
    ],
  );
}

const INTERRUPTED = 'Belfry ended while this ran.';

/** See `Store.interruptLeftovers`. Indexes runs_status_newest and runs_leftover. */
export async function interruptLeftovers(
  connection: Connection,
  now: number,
  held: readonly number[] = [],
): Promise<Leftover[]> {
  const rows = await connection.all<{ id: number; process: string | null }>(
    `SELECT r.id, a.process FROM runs r LEFT JOIN attempts a ON a.runId = r.id AND a.attempt = r.attempt
     WHERE r.status = 'running' UNION ALL
     SELECT r.id, a.process FROM runs r LEFT JOIN attempts a ON a.runId = r.id AND a.attempt = r.attempt
     WHERE r.leftover`,
  );
  const ended = "status = 'interrupted', finishedAt = max($1, startedAt), error = $2";
  await connection.all(
    `UPDATE attempts SET ${ended} WHERE status = 'running'
     AND runId IN (SELECT id FROM runs WHERE status = 'running')`,
    [now, INTERRUPTED],
  );
  await connection.all(`UPDATE runs SET ${ended} WHERE status = 'running'`, [now, INTERRUPTED]);
  await connection.all(
    `UPDATE runs SET status = 'skipped', reason = 'shutdown', finishedAt = $1
     WHERE status = 'queued' AND id NOT IN (SELECT value FROM json_each($2))`,
    [now, JSON.stringify(held)],
  );
  const runs = await runsById(
    connection,
    rows.map(({ id }) => id),
  );
  return rows.flatMap(({ id, process }) => {
    const run = runs.get(id);
    return run ? [{ run, process: process === null ? null : (JSON.parse(process) as ProcessMark) }] : [];
  });
}
