import type { Usual } from '#contract/job.ts';
import type { JobStore } from '#core/ports.ts';
import type { Connection } from './connection.ts';

/** How many successes say what is usual, and how many runs make a trend. */
const USUAL = 20;
const TREND = 100;
const QUARTER_HOUR = 900_000;

type Stats = Awaited<ReturnType<JobStore['stats']>>;

/** Median and quartiles of durations in ms, interpolated between neighbours; null of none. */
export function usualOf(lengths: readonly number[]): Usual | null {
  const sorted = [...lengths].sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const quantile = (share: number) => {
    const place = (sorted.length - 1) * share;
    const low = sorted[Math.floor(place)] as number;
    const high = sorted[Math.ceil(place)] as number;
    return Math.round(low + (high - low) * (place % 1));
  };
  return { medianMs: quantile(0.5), lowMs: quantile(0.25), highMs: quantile(0.75), count: sorted.length };
}

/** SQL for a JSON array: how long the last successes of a job took, ms; walks runs_job_newest alone. */
export const usualLengths = (job: string) =>
  `(SELECT json_group_array(ms) FROM (
     SELECT max(0, finishedAt - startedAt) AS ms FROM runs WHERE jobId = ${job} AND status = 'success'
     ORDER BY sortAt DESC, id DESC LIMIT ${USUAL}))`;

/** See `JobStore.stats`. All but the bytes is read from runs_job_newest alone. */
export async function jobStats(reader: Connection, jobId: number): Promise<Stats> {
  const [trend, counts, starts, [kept], [usual]] = await Promise.all([
    reader.all<Stats['trend'][number]>(
      `SELECT id, startedAt AS at, max(0, finishedAt - startedAt) AS ms, status FROM runs
       WHERE jobId = $1 AND startedAt IS NOT NULL AND finishedAt IS NOT NULL
       ORDER BY sortAt DESC, id DESC LIMIT ${TREND}`,
      [jobId],
    ),
    reader.all<{ status: keyof Stats['counts']; count: number }>(
      'SELECT status, sum(count) AS count FROM runs WHERE jobId = $1 GROUP BY status',
      [jobId],
    ),
    reader.all<{ at: number; count: number }>(
      `SELECT startedAt / ${QUARTER_HOUR} * ${QUARTER_HOUR} AS at, count(*) AS count FROM runs
       WHERE jobId = $1 AND startedAt IS NOT NULL GROUP BY 1`,
      [jobId],
    ),
    reader.all<{ bytes: number }>(
      'SELECT coalesce(sum(outputBytes - outputDropped), 0) AS bytes FROM runs WHERE jobId = $1',
      [jobId],
    ),
    reader.all<{ lengths: string }>(`SELECT ${usualLengths('$1')} AS lengths`, [jobId]),
  ]);
  return {
    trend: trend.reverse(),
    successRate: successRate(trend),
    counts: Object.fromEntries(counts.map(({ status, count }) => [status, count])),
    usual: usualOf(JSON.parse(usual?.lengths ?? '[]')),
    starts,
    keptBytes: kept?.bytes ?? 0,
  };
}

function successRate(trend: Stats['trend']): number | null {
  const tried = trend.filter(({ status }) => status === 'success' || status === 'failed' || status === 'timed-out');
  return tried.length === 0 ? null : tried.filter(({ status }) => status === 'success').length / tried.length;
}
