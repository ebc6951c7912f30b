import type { Job, JobSummary } from '#contract/job.ts';
import type { Run } from '#contract/run.ts';
import type { Connection } from './connection.ts';
import { RUN_COLUMNS, type RunRow, runsById, toRun } from './run-rows.ts';
import { usualLengths, usualOf } from './statistics.ts';

const RECENT = 20;

/** Adds last, recent and live runs and what is usual to jobs, in a few queries however many jobs there are. */
export async function summaries(reader: Connection, jobs: Job[]): Promise<Omit<JobSummary, 'schedule'>[]> {
  const ids = JSON.stringify(jobs.map(({ id }) => id));
  const [ended, live] = await Promise.all([endedRuns(reader, ids), liveRuns(reader, ids)]);
  const last = await runsById(
    reader,
    [...ended.values()].flatMap(({ last }) => last ?? []),
  );
  return jobs.map((job) => {
    const { last: lastId = null, recent = '', lengths = '[]' } = ended.get(job.id) ?? {};
    return {
      ...job,
      lastRun: lastId === null ? null : (last.get(lastId) ?? null),
      recent: recent ?? '',
      live: live.get(job.id) ?? [],
      usual: usualOf(JSON.parse(lengths) as number[]),
    };
  });
}

interface Ended {
  jobId: number;
  /** The newest row that ran or is to run, else the newest of any kind. */
  last: number | null;
  /** As the contract has them; null without any. */
  recent: string | null;
  /** JSON: how long the last successes took, ms. */
  lengths: string;
}

/** Walks the head of each job in runs_job_newest, and nothing else; one text a column, which is quickest to hand over. */
async function endedRuns(reader: Connection, ids: string): Promise<Map<number, Ended>> {
  const newest = (condition: string) =>
    `(SELECT id FROM runs WHERE jobId = wanted.value ${condition} ORDER BY sortAt DESC, id DESC LIMIT 1)`;
  const rows = await reader.all<Ended>(
    `SELECT wanted.value AS jobId,
       coalesce(${newest("AND status NOT IN ('missed', 'skipped')")}, ${newest('')}) AS last,
       (SELECT group_concat(status || '.' || id || '.' || coalesce(max(0, finishedAt - startedAt), ''), ' ') FROM (
         SELECT id, status, startedAt, finishedAt FROM runs
         WHERE jobId = wanted.value AND status NOT IN ('running', 'queued')
         ORDER BY sortAt DESC, id DESC LIMIT ${RECENT})) AS recent,
       ${usualLengths('wanted.value')} AS lengths
     FROM json_each($1) wanted`,
    [ids],
  );
  return new Map(rows.map((row) => [row.jobId, row]));
}

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
