import type { Attempt, Run } from '#contract/run.ts';
import type { Connection, Row, Value } from './connection.ts';

/** What every query of runs selects; `r` is runs, `j` jobs. */
export const RUN_COLUMNS = `r.id, r.jobId, j.name AS job, r.triggerId, r.dueAt, r.dueUntil, r.count, r.startedAt,
  r.finishedAt, r.status, r.cause, r.reason, r.attempt, r.attempts, r.exitCode, r.signal, r.error, r.awakeMs, r.leftover,
  r.outputBytes, r.outputDropped, r.sortAt`;

export type RunRow = Omit<Run, 'leftover'> & { sortAt: number; leftover: number };

/** Drops what is the store's own. */
export function toRun(row: RunRow): Run {
  const { sortAt: _, leftover, ...run } = row;
  return { ...run, leftover: leftover === 1 };
}

/** `'id', r.id, …`: the same columns as the members of a JSON object. */
const RUN_MEMBERS = RUN_COLUMNS.split(',')
  .map((column) =>
    column.trim().replace(/^(\w+\.)(\w+)(?: AS (\w+))?$/, (_, table, name, as) => `'${as ?? name}', ${table}${name}`),
  )
  .join(', ');

/** Rows of these ids, in no order. Uses the primary key; one text for all, since values one by one take thrice as long. */
export async function runsById(connection: Connection, ids: number[]): Promise<Map<number, Run>> {
  const sql = `SELECT json_group_array(json_object(${RUN_MEMBERS})) AS runs FROM json_each($1) wanted
    JOIN runs r ON r.id = wanted.value JOIN jobs j ON j.id = r.jobId`;
  const [found] = await connection.all<{ runs: string }>(sql, [JSON.stringify(ids)]);
  const rows = JSON.parse(found?.runs ?? '[]') as RunRow[];
  return new Map(rows.map((row) => [row.id, toRun(row)]));
}

export async function attemptsOf(connection: Connection, runId: number): Promise<Attempt[]> {
  const sql = `SELECT attempt, startedAt, finishedAt, status, exitCode, signal, error
    FROM attempts WHERE runId = $1 ORDER BY attempt`;
  return connection.all<Attempt>(sql, [runId]);
}

/** What a run alone was given. */
export async function variablesOf(connection: Connection, runId: number): Promise<Record<string, string> | null> {
  const sql = 'SELECT variables FROM runs WHERE id = $1';
  const [row] = await connection.all<{ variables: string | null }>(sql, [runId]);
  return row?.variables ? JSON.parse(row.variables) : null;
}

/** `SET a = $2, b = $3` for the keys of `patch`, whose names come from the code and never from outside. */
export function assignments(patch: Record<string, Value>, firstBind: number): { sql: string; values: Value[] } {
  const keys = Object.keys(patch);
  return {
    sql: keys.map((key, at) => `${key} = $${firstBind + at}`).join(', '),
    values: keys.map((key) => patch[key] ?? null),
  };
}

export type { Row };
