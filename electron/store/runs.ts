import type { RunFilter, TotalsFilter } from '#contract/ledger.ts';
import { FOREVER } from '#contract/limits.ts';
import type { Miss, RunReader } from '#core/ports.ts';
import type { Connection } from './connection.ts';
import { environmentOf } from './environments.ts';
import { lanes, rhythms } from './lanes.ts';
import { conditions } from './run-filter.ts';
import { attemptsOf, RUN_COLUMNS, type RunRow, runsById, toRun, variablesOf } from './run-rows.ts';
import { search } from './search.ts';

/** What was missed is made up within this time (ms). */
const MADE_UP_MS = 86_400_000;
const MOST_MISSES = 10_000;

/** Reads the ledger. */
export function createRunReader(reader: Connection): RunReader {
  return {
    get: async (id) => {
      const run = (await runsById(reader, [id])).get(id);
      if (!run) return null;
      const [attempts, variables] = await Promise.all([attemptsOf(reader, id), variablesOf(reader, id)]);
      return { run, attempts, variables };
    },
    list: async (filter) => {
      const words = filter.search?.trim();
      if (words) return search(reader, filter, words);
      const heads = headsOf(filter);
      const { where, values } = conditions(heads ? { ...filter, [heads.by]: undefined } : filter);
      const { before } = filter;
      if (before) where.push(`(r.sortAt, r.id) < ($${values.push(before.at)}, $${values.push(before.id)})`);
      if (heads) {
        const walks = heads.wanted.map((value) =>
          head([...where, ...heads.within, `r.${heads.by} = $${values.push(value)}`], filter),
        );
        where.push(`r.id IN (${walks.join(' UNION ALL ')})`);
      }
      // Keyset paging along runs_newest, runs_job_newest, runs_status_newest or runs_cause_newest.
      const sql = `SELECT ${RUN_COLUMNS} FROM runs r JOIN jobs j ON j.id = r.jobId
        WHERE ${where.join(' AND ')} ORDER BY r.sortAt DESC, r.id DESC LIMIT ${filter.limit + 1}`;
      const rows = await reader.all<RunRow>(sql, values);
      const page = rows.slice(0, filter.limit);
      const last = page.at(-1);
      const next = rows.length > page.length && last ? { at: last.sortAt, id: last.id } : null;
      return { runs: page.map(toRun), next };
    },
    environment: (id, attempt) => environmentOf(reader, id, attempt),
    totals: async (filter, lateAfterMs) => {
      const { where, values } = conditions(filter);
      const late = `$${values.push(lateAfterMs)}`;
      const [row] = await reader.all<Record<string, number>>(
        `SELECT count(*) FILTER (WHERE startedAt IS NOT NULL) AS runs,
          count(*) FILTER (WHERE status = 'success') AS success,
          count(*) FILTER (WHERE startedAt - dueAt >= ${late} AND cause NOT IN ('by-hand', 'catch-up')) AS late,
          count(*) FILTER (WHERE status IN ('failed', 'timed-out')) AS failed,
          coalesce(sum(count) FILTER (WHERE status = 'missed'), 0) AS missed,
          coalesce(sum(count) FILTER (WHERE status = 'skipped'), 0) AS skipped,
          coalesce(sum(finishedAt - startedAt), 0) AS busyMs
        FROM runs r JOIN jobs j ON j.id = r.jobId WHERE ${where.join(' AND ')}`,
        values,
      );
      const { runs = 0, success = 0, late: began = 0, failed = 0, missed = 0, skipped = 0, busyMs = 0 } = row ?? {};
      return { runs, success, late: began, failed, missed, skipped, busyMs };
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
  const columns = 'r.jobId, r.dueAt, r.dueUntil, r.count, r.status';
  const source = `FROM runs r JOIN jobs j ON j.id = r.jobId WHERE ${where.join(' AND ')}`;
  return reader.all<Miss>(
    `SELECT ${columns} ${source} AND r.status = 'missed' AND r.sortAt >= ${from} AND r.sortAt <= ${to}
     UNION ALL SELECT ${columns} ${source} AND r.cause = 'catch-up' AND ${UNSCHEDULED} AND r.startedAt IS NOT NULL
       AND r.sortAt >= ${from} AND r.sortAt <= ${late} AND r.dueAt >= ${from} AND r.dueAt <= ${to}
     ORDER BY 2 DESC LIMIT ${MOST_MISSES}`,
    values,
  );
}

/** The same words as the partial index runs_cause_newest. */
const UNSCHEDULED = "r.cause <> 'schedule'";

interface Heads {
  by: 'status' | 'cause';
  wanted: readonly string[];
  within: string[];
}

/** Where the head of each of several values is walked, for to sort all their rows, or to pass by all others, takes long. */
function headsOf({ job, status, cause }: RunFilter): Heads | null {
  if (job !== undefined) return null;
  if (cause && cause.length > 0 && !cause.includes('schedule'))
    return { by: 'cause', wanted: cause, within: [UNSCHEDULED] };
  return status && status.length > 1 ? { by: 'status', wanted: status, within: [] } : null;
}

/** Ids of the newest rows that meet all of `where`; walks runs_status_newest or runs_cause_newest. */
function head(where: string[], { limit }: RunFilter): string {
  return `SELECT id FROM (SELECT r.id FROM runs r JOIN jobs j ON j.id = r.jobId
    WHERE ${where.join(' AND ')} ORDER BY r.sortAt DESC, r.id DESC LIMIT ${limit + 1})`;
}
