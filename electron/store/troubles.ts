import type { Run } from '#contract/run.ts';
import type { TroubleStore } from '#core/ports.ts';
import type { Connection, Value } from './connection.ts';
import { TROUBLE } from './lanes.ts';
import { runsById } from './run-rows.ts';
import type { WriteQueue } from './write-queue.ts';

const MOST_IN_ROW = 100;
/** Dismissals are kept this long (ms): what they silence is long over. */
const KEPT_MS = 400 * 86_400_000;
/** The same words as the partial index runs_late. */
const LATE = "startedAt > dueAt + 3600000 AND cause <> 'by-hand'";

/** Jobs to look at: those named in $1, or all that `clause` finds, by a walk along one partial index. */
const among = (jobs: number[] | null, clause: string) =>
  jobs ? '(SELECT value AS jobId FROM json_each($1))' : `(SELECT DISTINCT jobId FROM runs WHERE ${clause} AND $1 = $1)`;

/** What went wrong, and what a person has dismissed. Indexes runs_trouble, runs_late and runs_job_newest. */
export function createTroubleStore(writer: Connection, reader: Connection, queue: WriteQueue): TroubleStore {
  const rows = async (sql: string, values: Value[]): Promise<Run[]> => {
    const found = await reader.all<{ id: number | null }>(sql, values);
    const ids = found.flatMap(({ id }) => id ?? []);
    return [...(await runsById(reader, ids)).values()];
  };
  return {
    failing: async (jobs) => {
      const last = await rows(
        `SELECT r.id FROM ${among(jobs, `status IN ${TROUBLE}`)} t JOIN runs r ON r.id =
           (SELECT id FROM runs WHERE jobId = t.jobId AND status IN ('success', 'failed', 'timed-out')
            ORDER BY sortAt DESC, id DESC LIMIT 1)
         WHERE r.status <> 'success'`,
        [JSON.stringify(jobs)],
      );
      return Promise.all(last.map(async (run) => ({ run, inRow: await inRow(reader, run.jobId) })));
    },
    missed: async (jobs, since) => {
      const missed = await rows(
        `SELECT r.id FROM ${among(jobs, `status IN ${TROUBLE}`)} t JOIN runs r ON r.id =
           (SELECT id FROM runs WHERE jobId = t.jobId AND status = 'missed' AND status IN ${TROUBLE}
            ORDER BY sortAt DESC, id DESC LIMIT 1)
         WHERE r.dueUntil >= $2`,
        [JSON.stringify(jobs), since],
      );
      const ran = await lastStarts(
        reader,
        missed.map(({ jobId }) => jobId),
      );
      return missed.filter(({ jobId, dueUntil }) => (ran.get(jobId) ?? 0) <= dueUntil);
    },
    late: (jobs, since) =>
      rows(
        `SELECT (SELECT id FROM runs WHERE jobId = t.jobId AND ${LATE} AND sortAt >= $2
           ORDER BY sortAt DESC, id DESC LIMIT 1) AS id
         FROM ${among(jobs, LATE)} t`,
        [JSON.stringify(jobs), since],
      ),
    // What has a reason waits for its conditions or for the end of a wake, as it was told to. Index runs_status_newest.
    waiting: (before) =>
      rows("SELECT id FROM runs WHERE status = 'queued' AND reason IS NULL AND sortAt < $1 ORDER BY sortAt LIMIT 100", [
        before,
      ]),
    dismissed: async () => {
      const keys = await reader.all<{ key: string }>('SELECT key FROM dismissals');
      return new Set(keys.map(({ key }) => key));
    },
    dismiss: (key, at) =>
      queue.run(async () => {
        await writer.all('REPLACE INTO dismissals (key, at) VALUES ($1, $2)', [key, at]);
        await writer.all('DELETE FROM dismissals WHERE at < $1', [at - KEPT_MS]);
      }),
  };
}

/** Failures since the last success, among the newest rows. */
async function inRow(reader: Connection, jobId: number): Promise<number> {
  const newest = await reader.all<{ status: string }>(
    `SELECT status FROM runs WHERE jobId = $1 AND status IN ('success', 'failed', 'timed-out')
     ORDER BY sortAt DESC, id DESC LIMIT ${MOST_IN_ROW}`,
    [jobId],
  );
  const good = newest.findIndex(({ status }) => status === 'success');
  return good === -1 ? newest.length : good;
}

/** When each job last began to run, or was made to wait for it; epoch ms. */
async function lastStarts(reader: Connection, jobs: number[]): Promise<Map<number, number>> {
  const found = await reader.all<{ jobId: number; at: number | null }>(
    `SELECT value AS jobId, (SELECT sortAt FROM runs WHERE jobId = value AND status NOT IN ('missed', 'skipped')
       ORDER BY sortAt DESC, id DESC LIMIT 1) AS at FROM json_each($1)`,
    [JSON.stringify(jobs)],
  );
  return new Map(found.flatMap(({ jobId, at }) => (at === null ? [] : [[jobId, at]])));
}
