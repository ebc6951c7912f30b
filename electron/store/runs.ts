import type { TotalsFilter } from '#contract/api.ts';
import { FOREVER } from '#contract/time.ts';
import type { Miss, RunReader } from '#core/ports.ts';
import type { Connection } from './connection.ts';
import { environmentOf } from './environments.ts';
import { lanes, rhythms } from './lanes.ts';
import { conditions } from './run-filter.ts';
import { attemptsOf, RUN_COLUMNS, type RunRow, runsById, toRun } from './run-rows.ts';
import { search } from './search.ts';

/** What was missed is made up within this time (ms). */
const MADE_UP_MS = 86_400_000;
const MOST_MISSES = 10_000;

/** Reads the ledger. */
export function createRunReader(reader: Connection): RunReader {
  return {
    get: async (id) => {
      const run = (await runsById(reader, [id])).get(id);
      return run ? { run, attempts: await attemptsOf(reader, id) } : null;
    },
    list: async (filter) => {
      const words = filter.search?.trim();
      if (words) return search(reader, filter, words);
      // Several statuses: the head of each is walked, for to sort all rows of them would take long.
      const heads = filter.job === undefined && filter.status && filter.status.length > 1 ? filter.status : null;
      const { where, values } = conditions(heads ? { ...filter, status: undefined } : filter);
      const { before } = filter;
      if (before) where.push(`(r.sortAt, r.id) < ($${values.push(before.at)}, $${values.push(before.id)})`);
      if (heads)
        where.push(
          `r.id IN (${heads.map((status) => head(where, values.push(status), filter.limit)).join(' UNION ALL ')})`,
        );
      // Keyset paging along runs_newest, runs_job_newest or runs_status_newest.
      const sql = `SELECT ${RUN_COLUMNS} FROM runs r JOIN jobs j ON j.id = r.jobId
        WHERE ${where.join(' AND ')} ORDER BY r.sortAt DESC, r.id DESC LIMIT ${filter.limit + 1}`;
      const rows = await reader.all<RunRow>(sql, values);
      const page = rows.slice(0, filter.limit);
      const last = page.at(-1);
      const next = rows.length > page.length && last ? { at: last.sortAt, id: last.id } : null;
      return { runs: page.map(toRun), next };
    },
    environment: (id, attempt) => environmentOf(reader, id, attempt),
    totals: async (filter) => {
      const { where, values } = conditions(filter);
      const [row] = await reader.all<Record<string, number>>(
        `SELECT count(*) FILTER (WHERE startedAt IS NOT NULL) AS runs,
          count(*) FILTER (WHERE status = 'success') AS success,
          count(*) FILTER (WHERE status IN ('failed', 'timed-out')) AS failed,
          coalesce(sum(count) FILTER (WHERE status = 'missed'), 0) AS missed,
          coalesce(sum(count) FILTER (WHERE status = 'skipped'), 0) AS skipped,
          coalesce(sum(finishedAt - startedAt), 0) AS busyMs
        FROM runs r JOIN jobs j ON j.id = r.jobId WHERE ${where.join(' AND ')}`,
        values,
      );
      const { runs = 0, success = 0, failed = 0, missed = 0, skipped = 0, busyMs = 0 } = row ?? {};
      return { runs, success, failed, missed, skipped, busyMs };
    },
    misses: (filter) => misses(reader, filter),
    lanes: (...wanted) => lanes(reader, ...wanted),
    rhythms: (...wanted) => rhythms(reader, ...wanted),
    heldSince: async (since) => {
      // The head of runs_status_newest.
      const [row] = await reader.all<{ held: number }>(
        `SELECT coalesce(sum(count), 0) AS held FROM runs
         WHERE status = 'skipped' AND reason = 'paused' AND sortAt >= $1`,
        [since],
      );
      return row?.held ?? 0;
    },
  };
}

/** Missed rows by their due instant, newest first, and those made up later. */
async function misses(reader: Connection, { since, until = FOREVER, ...filter }: TotalsFilter): Promise<Miss[]> {
  const { where, values } = conditions(filter);
  const [from, to] = [`$${values.push(since)}`, `$${values.push(until)}`];
  const late = `$${values.push(Math.min(FOREVER, until + MADE_UP_MS))}`;
  const columns = 'r.jobId, r.dueAt, r.dueUntil, r.count';
  const source = `FROM runs r JOIN jobs j ON j.id = r.jobId WHERE ${where.join(' AND ')}`;
  return reader.all<Miss>(
    `SELECT ${columns} ${source} AND r.status = 'missed' AND r.sortAt >= ${from} AND r.sortAt <= ${to}
     UNION ALL SELECT ${columns} ${source} AND r.cause = 'catch-up' AND r.startedAt IS NOT NULL
       AND r.sortAt >= ${from} AND r.sortAt <= ${late} AND r.dueAt >= ${from} AND r.dueAt <= ${to}
     ORDER BY 2 DESC LIMIT ${MOST_MISSES}`,
    values,
  );
}

/** Ids of the newest rows with the status bound as `$bind` that meet the rest as well; walks runs_status_newest. */
function head(where: string[], bind: number, limit: number): string {
  return `SELECT id FROM (SELECT r.id FROM runs r JOIN jobs j ON j.id = r.jobId
    WHERE ${where.join(' AND ')} AND r.status = $${bind} ORDER BY r.sortAt DESC, r.id DESC LIMIT ${limit + 1})`;
}
