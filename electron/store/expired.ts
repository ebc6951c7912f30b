import type { JobKeepRule } from '#core/ports.ts';
import type { Connection } from './connection.ts';

/** A run to be removed; `kept` = bytes of its output in the store. */
export interface Expired {
  id: number;
  kept: number;
}

const LIVE = "('running', 'queued')";
const FAILED = "('failed', 'timed-out', 'interrupted')";
const NEVER_RAN = "('missed', 'skipped')";
const KEPT = 'r.outputBytes - r.outputDropped AS kept';

/** The newest row of a job that meets a condition; walks runs_job_newest. */
const newest = (job: string, column: string, condition: string, offset = 0) =>
  `(SELECT ${column} FROM runs WHERE jobId = ${job} AND ${condition} ORDER BY sortAt DESC, id DESC LIMIT 1 OFFSET ${offset})`;

/**
 * Runs beyond what their jobs' rules keep, all of which keep the same number of runs (null = any). Never a live one, nor
 * a job's newest, nor the newest that ran.
 */
export function expiredRuns(
  reader: Connection,
  rules: JobKeepRule[],
  runs: number | null,
  limit: number,
): Promise<Expired[]> {
  const field = (name: string) => `json_extract(value, '$.${name}') AS ${name}`;
  // The row at which the count is reached: what is older goes.
  const before = (given: string, condition: string) =>
    runs === null
      ? `rule.${given}`
      : `max(rule.${given}, coalesce(${newest('rule.job', 'sortAt', condition, runs - 1)}, 0))`;
  return reader.all<Expired>(
    `WITH rule AS MATERIALIZED (
       SELECT ${['job', 'goodBefore', 'failedBefore'].map(field).join(', ')} FROM json_each($1)),
     bound AS MATERIALIZED (
       SELECT job, ${before('goodBefore', `status NOT IN ${FAILED}`)} AS good,
         ${before('failedBefore', `status IN ${FAILED}`)} AS failed,
         ${newest('rule.job', 'id', 'true')} AS newest,
         coalesce(${newest('rule.job', 'id', `status NOT IN ${NEVER_RAN}`)}, 0) AS ran FROM rule)
     SELECT r.id, ${KEPT} FROM bound CROSS JOIN runs r ON r.jobId = bound.job AND r.sortAt < max(good, failed)
     WHERE r.sortAt < iif(r.status IN ${FAILED}, failed, good) AND r.status NOT IN ${LIVE}
       AND r.id <> newest AND r.id <> ran AND NOT r.leftover LIMIT ${limit}`,
    [JSON.stringify(rules)],
  );
}

/** The oldest runs of all, those that failed or those that did not; walks runs_newest backwards. */
export function oldestRuns(reader: Connection, failed: boolean, limit: number): Promise<Expired[]> {
  return reader.all<Expired>(
    `SELECT r.id, ${KEPT} FROM runs r WHERE r.status ${failed ? '' : 'NOT'} IN ${FAILED}
       AND r.status NOT IN ${LIVE} AND NOT r.leftover
       AND r.id <> ${newest('r.jobId', 'id', 'true')}
       AND r.id <> coalesce(${newest('r.jobId', 'id', `status NOT IN ${NEVER_RAN}`)}, 0)
     ORDER BY r.sortAt, r.id LIMIT ${limit}`,
  );
}

/** Ended runs of jobs that have lain in the Trash since before `before` (epoch ms). */
export function runsInTrash(reader: Connection, before: number, limit: number): Promise<Expired[]> {
  return reader.all<Expired>(
    `SELECT r.id, ${KEPT} FROM jobs j JOIN runs r ON r.jobId = j.id
     WHERE j.deletedAt < $1 AND r.status NOT IN ${LIVE} AND NOT r.leftover LIMIT ${limit}`,
    [before],
  );
}
