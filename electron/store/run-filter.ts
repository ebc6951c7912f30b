import type { RunFilter } from '#contract/ledger.ts';
import type { Value } from './connection.ts';

/** What a filter asks of `runs r` and `jobs j`, without its search and its cursor; `$1` and on are `values`. */
export function conditions({ job, status, cause, since, until }: Omit<RunFilter, 'limit'>): {
  where: string[];
  values: Value[];
} {
  const where = ['j.deletedAt IS NULL'];
  const values: Value[] = [];
  const bind = (value: Value) => `$${values.push(value)}`;
  if (typeof job === 'number') where.push(`r.jobId = ${bind(job)}`);
  else if (job !== undefined)
    where.push(`r.jobId = (SELECT id FROM jobs WHERE nameKey = ${bind(nameKey(job))} AND deletedAt IS NULL)`);
  if (status && status.length > 0) where.push(`r.status IN (${status.map(bind).join(', ')})`);
  if (cause && cause.length > 0) where.push(`r.cause IN (${cause.map(bind).join(', ')})`);
  if (since !== undefined) where.push(`r.sortAt >= ${bind(since)}`);
  if (until !== undefined) where.push(`r.sortAt <= ${bind(until)}`);
  return { where, values };
}

/** Names are equal when they look equal: composed, in one letter case. */
export function nameKey(name: string): string {
  return name.normalize('NFC').trim().toLowerCase();
}
