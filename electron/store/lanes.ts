import type { RunStatus } from '#contract/run.ts';
import type { LaneRun } from '#contract/timeline.ts';
import type { Connection } from './connection.ts';

/** What stands out of a crowded lane; the same words as the partial index runs_trouble. */
export const TROUBLE = "('failed', 'timed-out', 'interrupted', 'missed')";
const TROUBLES = ['failed', 'timed-out', 'interrupted', 'missed'] satisfies RunStatus[];
const COLUMNS = `r.id, r.jobId, r.status, r.cause, r.reason, r.dueAt, r.dueUntil, r.count, r.startedAt, r.finishedAt,
  r.exitCode, r.signal`;

/** Start of the step that `r` lies in, which the next older row to show lies before. */
const STEP = stepOf('r.sortAt');

/**
 * The newest row of each step, by leaping from step to step along runs_job_newest; the last leap goes before `from`,
 * to a run that may reach into the window.
 */
export const NEWEST_SQL = `WITH RECURSIVE seen (jobId, id) AS (
    SELECT value, (SELECT id FROM runs WHERE jobId = value AND sortAt <= $3 ORDER BY sortAt DESC, id DESC LIMIT 1)
    FROM json_each($1)
    UNION ALL
    SELECT seen.jobId, (SELECT id FROM runs n WHERE n.jobId = seen.jobId AND n.sortAt < ${STEP}
      ORDER BY n.sortAt DESC, n.id DESC LIMIT 1)
    FROM seen JOIN runs r ON r.id = seen.id WHERE r.sortAt >= $2)
  SELECT ${COLUMNS} FROM seen JOIN runs r ON r.id = seen.id`;

/** The same leaps along runs_trouble, for each status by itself. */
export const TROUBLE_SQL = `WITH RECURSIVE seen (jobId, status, id) AS (
    SELECT j.value, s.value, (SELECT id FROM runs WHERE jobId = j.value AND status = s.value AND status IN ${TROUBLE}
      AND sortAt <= $3 ORDER BY sortAt DESC, id DESC LIMIT 1)
    FROM json_each($1) j, json_each('${JSON.stringify(TROUBLES)}') s
    UNION ALL
    SELECT seen.jobId, seen.status, (SELECT id FROM runs n WHERE n.jobId = seen.jobId AND n.status = seen.status
      AND n.status IN ${TROUBLE} AND n.sortAt < ${STEP} ORDER BY n.sortAt DESC, n.id DESC LIMIT 1)
    FROM seen JOIN runs r ON r.id = seen.id WHERE r.sortAt >= $2)
  SELECT ${COLUMNS} FROM seen JOIN runs r ON r.id = seen.id`;

/**
 * Only when rows of each step began, by leaps that never leave runs_job_newest: what a lane of thousands of runs needs.
 */
export const RHYTHM_SQL = `WITH RECURSIVE seen (jobId, at) AS (
    SELECT value, (SELECT sortAt FROM runs WHERE jobId = value AND sortAt <= $3 ORDER BY sortAt DESC LIMIT 1)
    FROM json_each($1)
    UNION ALL
    SELECT jobId, (SELECT sortAt FROM runs n WHERE n.jobId = seen.jobId AND n.sortAt < ${stepOf('at')}
      ORDER BY n.sortAt DESC LIMIT 1)
    FROM seen WHERE at >= $2)
  SELECT jobId, json_group_array(at) AS instants FROM seen WHERE at >= $2 GROUP BY jobId`;

type Row = LaneRun & { jobId: number };

/** Cut by CAST: the driver binds numbers beyond 32 bits as reals, and those do not divide to whole ones. */
function stepOf(instant: string): string {
  return `$2 + CAST((${instant} - $2) / $4 AS INTEGER) * $4`;
}

/** See `RunReader.lanes`. */
export async function lanes(
  reader: Connection,
  jobs: number[],
  from: number,
  to: number,
  stepMs: number,
): Promise<Map<number, LaneRun[]>> {
  const values = [JSON.stringify(jobs), from, to, stepMs];
  const found = await Promise.all([reader.all<Row>(NEWEST_SQL, values), reader.all<Row>(TROUBLE_SQL, values)]);
  return byJob(jobs, found.flat(), from);
}

/** See `RunReader.rhythms`. Live rows by runs_status_newest. */
export async function rhythms(
  reader: Connection,
  jobs: number[],
  from: number,
  to: number,
  stepMs: number,
): Promise<Map<number, { began: number[]; runs: LaneRun[] }>> {
  const values = [JSON.stringify(jobs), from, to, stepMs];
  const [began, trouble, live] = await Promise.all([
    reader.all<{ jobId: number; instants: string }>(RHYTHM_SQL, values),
    reader.all<Row>(TROUBLE_SQL, values),
    reader.all<Row>(
      `SELECT ${COLUMNS} FROM runs r WHERE r.status IN ('running', 'queued') AND r.jobId IN (SELECT value FROM json_each($1))`,
      [JSON.stringify(jobs)],
    ),
  ]);
  const runs = byJob(jobs, [...trouble, ...live], from);
  const instants = new Map(began.map((row) => [row.jobId, (JSON.parse(row.instants) as number[]).reverse()]));
  return new Map(jobs.map((id) => [id, { began: instants.get(id) ?? [], runs: runs.get(id) ?? [] }]));
}

/** Rows that reach into the window, by job, oldest first. */
function byJob(jobs: number[], rows: Row[], from: number): Map<number, LaneRun[]> {
  const found = new Map<number, Map<number, LaneRun>>(jobs.map((id) => [id, new Map()]));
  for (const { jobId, ...row } of rows) if (reaches(row, from)) found.get(jobId)?.set(row.id, row);
  const begin = (row: LaneRun) => row.startedAt ?? row.dueAt;
  return new Map(
    [...found].map(([id, runs]) => [id, [...runs.values()].sort((a, b) => begin(a) - begin(b) || a.id - b.id)]),
  );
}

/** A row that ended before the window was only the end of the leaps. */
function reaches({ status, finishedAt, startedAt, dueUntil }: LaneRun, from: number): boolean {
  return status === 'running' || status === 'queued' || Math.max(finishedAt ?? 0, startedAt ?? 0, dueUntil) >= from;
}
