import type { RunStatus } from '#contract/run.ts';
import type { LaneRun } from '#contract/timeline.ts';
import type { Connection } from './connection.ts';

/** What stands out of a crowded lane; the same words as the partial index runs_trouble. */
export const TROUBLE = "('failed', 'timed-out', 'interrupted', 'missed')";
const TROUBLES = ['failed', 'timed-out', 'interrupted', 'missed'] satisfies RunStatus[];
const COLUMNS = `r.id, r.jobId, r.status, r.cause, r.reason, r.dueAt, r.dueUntil, r.count, r.startedAt, r.finishedAt,
  r.exitCode, r.signal`;

/** Start of the step that `r` lies in, which the next older row to show lies before. */
const STEP = '$2 + (r.sortAt - $2) / $4 * $4';

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

type Row = LaneRun & { jobId: number };

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
  const byJob = new Map<number, Map<number, LaneRun>>(jobs.map((id) => [id, new Map()]));
  for (const { jobId, ...row } of found.flat()) if (reaches(row, from)) byJob.get(jobId)?.set(row.id, row);
  const begin = (row: LaneRun) => row.startedAt ?? row.dueAt;
  return new Map(
    [...byJob].map(([id, rows]) => [id, [...rows.values()].sort((a, b) => begin(a) - begin(b) || a.id - b.id)]),
  );
}

/** A row that ended before the window was only the end of the leaps. */
function reaches({ status, finishedAt, startedAt, dueUntil }: LaneRun, from: number): boolean {
  return status === 'running' || Math.max(finishedAt ?? 0, startedAt ?? 0, dueUntil) >= from;
}
