import type { RunFilter } from '#contract/api.ts';
import type { RunReader } from '#core/ports.ts';
import type { Connection, Value } from './connection.ts';
import { environmentOf } from './environments.ts';
import { lanes, rhythms } from './lanes.ts';
import { attemptsOf, RUN_COLUMNS, type RunRow, runsById, toRun } from './run-rows.ts';

/** Reads the ledger. */
export function createRunReader(reader: Connection): RunReader {
  return {
    get: async (id) => {
      const run = (await runsById(reader, [id])).get(id);
      return run ? { run, attempts: await attemptsOf(reader, id) } : null;
    },
    list: async (filter) => {
      const { where, values } = conditions(filter);
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
    totals: async (since) => {
      const [row] = await reader.all<Record<string, number>>(
        `SELECT count(*) FILTER (WHERE startedAt IS NOT NULL) AS runs,
          count(*) FILTER (WHERE status = 'success') AS success,
          count(*) FILTER (WHERE status IN ('failed', 'timed-out')) AS failed,
          coalesce(sum(count) FILTER (WHERE status = 'missed'), 0) AS missed,
          coalesce(sum(count) FILTER (WHERE status = 'skipped'), 0) AS skipped,
          coalesce(sum(finishedAt - startedAt), 0) AS busyMs
        FROM runs WHERE sortAt >= $1`,
        [since],
      );
      const { runs = 0, success = 0, failed = 0, missed = 0, skipped = 0, busyMs = 0 } = row ?? {};
      return { runs, success, failed, missed, skipped, busyMs };
    },
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

function conditions(filter: RunFilter): { where: string[]; values: Value[] } {
  const where = ['j.deletedAt IS NULL'];
  const values: Value[] = [];
  const bind = (value: Value) => `$${values.push(value)}`;
  const { job, status, since, until, search, before } = filter;
  if (typeof job === 'number') where.push(`r.jobId = ${bind(job)}`);
  else if (job !== undefined)
    where.push(`r.jobId = (SELECT id FROM jobs WHERE nameKey = ${bind(nameKey(job))} AND deletedAt IS NULL)`);
  if (status && status.length > 0) where.push(`r.status IN (${status.map(bind).join(', ')})`);
  if (since !== undefined) where.push(`r.sortAt >= ${bind(since)}`);
  if (until !== undefined) where.push(`r.sortAt <= ${bind(until)}`);
  if (search) where.push(matches(bind(`%${search.replace(/[\\%_]/g, '\\$&')}%`)));
  if (before) where.push(`(r.sortAt, r.id) < (${bind(before.at)}, ${bind(before.id)})`);
  return { where, values };
}

function matches(pattern: string): string {
  const like = `LIKE ${pattern} ESCAPE '\\'`;
  return `(j.name ${like} OR r.error ${like} OR EXISTS (SELECT 1 FROM output o WHERE o.runId = r.id AND o.text ${like}))`;
}

/** Names are equal when they look equal: composed, in one letter case. */
export function nameKey(name: string): string {
  return name.normalize('NFC').trim().toLowerCase();
}
