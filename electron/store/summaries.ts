import type { Job, JobSummary } from '#contract/job.ts';
import type { Run } from '#contract/run.ts';
import type { Connection } from './connection.ts';
import { RUN_COLUMNS, type RunRow, runsById, toRun } from './run-rows.ts';
import { usuals } from './statistics.ts';

const RECENT = 20;
type Recent = JobSummary['recent'][number];

/** Adds last, recent and live runs and what is usual to jobs, in a few queries however many jobs there are. */
export async function summaries(reader: Connection, jobs: Job[]): Promise<Omit<JobSummary, 'schedule'>[]> {
  const ids = JSON.stringify(jobs.map(({ id }) => id));
  const [last, recent, live, usual] = await Promise.all([
    lastRuns(reader, ids),
    recentRuns(reader, ids),
    liveRuns(reader, ids),
    usuals(reader, ids),
  ]);
  return jobs.map((job) => ({
    ...job,
    lastRun: last.get(job.id) ?? null,
    recent: recent.get(job.id) ?? [],
    live: live.get(job.id) ?? [],
    usual: usual.get(job.id) ?? null,
  }));
}

/** The newest row that ran or is to run, else the newest of any kind; each look-up walks runs_job_newest. */
async function lastRuns(reader: Connection, ids: string): Promise<Map<number, Run>> {
  const newest = (condition: string) =>
    `(SELECT id FROM runs WHERE jobId = wanted.value ${condition} ORDER BY sortAt DESC, id DESC LIMIT 1)`;
  const rows = await reader.all<{ id: number | null }>(
    `SELECT coalesce(${newest("AND status NOT IN ('missed', 'skipped')")}, ${newest('')}) AS id FROM json_each($1) wanted`,
    [ids],
  );
  const runs = await runsById(
    reader,
    rows.flatMap(({ id }) => id ?? []),
  );
  return new Map([...runs.values()].map((run) => [run.jobId, run]));
}

/** The newest 20 ended rows of each job, newest first; walks runs_job_newest alone, and hands over a text a job. */
async function recentRuns(reader: Connection, ids: string): Promise<Map<number, Recent[]>> {
  const rows = await reader.all<{ jobId: number; recent: string }>(
    `SELECT wanted.value AS jobId, (SELECT json_group_array(json_array(id, status, startedAt, finishedAt)) FROM (
       SELECT id, status, startedAt, finishedAt FROM runs
       WHERE jobId = wanted.value AND status NOT IN ('running', 'queued')
       ORDER BY sortAt DESC, id DESC LIMIT ${RECENT})) AS recent FROM json_each($1) wanted`,
    [ids],
  );
  return new Map(rows.map(({ jobId, recent }) => [jobId, (JSON.parse(recent) as RecentRow[]).map(toRecent)]));
}

type RecentRow = [Recent['id'], Recent['status'], Recent['startedAt'], Recent['finishedAt']];

const toRecent = ([id, status, startedAt, finishedAt]: RecentRow): Recent => ({ id, status, startedAt, finishedAt });

/** Rows still running or queued; index runs_status_newest. */
async function liveRuns(reader: Connection, ids: string): Promise<Map<number, Run[]>> {
  const rows = await reader.all<RunRow>(
    `SELECT ${RUN_COLUMNS} FROM runs r JOIN jobs j ON j.id = r.jobId
     WHERE r.status IN ('running', 'queued') AND r.jobId IN (SELECT value FROM json_each($1)) ORDER BY r.id`,
    [ids],
  );
  const byJob = new Map<number, Run[]>();
  for (const row of rows) push(byJob, row.jobId, toRun(row));
  return byJob;
}

function push<T>(map: Map<number, T[]>, key: number, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
