import { join } from 'node:path';
import { connect } from '#store/connection.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * Fills the empty store in `folder`: jobs of which none rings within the next hour, so that no measure is of their ringing;
 * runs spread over 90 days before `now`, one in fifty failed, each printed two lines.
 */
export async function fillLarge(folder: string, jobs: number, runs: number, now: number): Promise<void> {
  const db = await connect(join(folder, 'belfry.sqlite'), 'write');
  await db.all('PRAGMA synchronous = OFF');
  await db.all('BEGIN');
  const numbers = (count: number) =>
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;
  const soon = new Date(now).getHours() + 2;
  const action = `{"kind":"command","run":{"by":"shell","line":"true"}}`;
  await db.all(`${numbers(jobs)} INSERT INTO jobs (id, name, nameKey, description, tags, enabled, action, policy, environment, createdAt, updatedAt)
    SELECT i, 'Job ' || i, 'job ' || i, '', '[]', 1, '${action}', '{}', '{}', 1, 1 FROM n`);
  await db.all(`${numbers(jobs)} INSERT INTO triggers (id, jobId, position, spec, cursor)
    SELECT i, i, 0, '{"kind":"cron","expression":"' || (i % 60) || ' ' || ((${soon} + i % 20) % 24) || ' * * *"}', ${now} FROM n`);
  const at = `${now} - (${runs} - i) * ${Math.floor((90 * DAY) / runs)}`;
  await db.all(`${numbers(runs)} INSERT INTO runs (id, jobId, triggerId, dueAt, dueUntil, count, startedAt, finishedAt, sortAt, status, cause,
      attempt, attempts, exitCode, error, outputBytes)
    SELECT i, i % ${jobs} + 1, i % ${jobs} + 1, ${at}, ${at}, 1, ${at}, ${at} + 1000 + i % 997, ${at},
      iif(i % 50 = 0, 'failed', 'success'), 'schedule', 1, 1, iif(i % 50 = 0, 3, 0), iif(i % 50 = 0, 'Exit code 3.', NULL), 90 FROM n`);
  await db.all(`${numbers(runs)} INSERT INTO output (runId, attempt, seq, at, stream, text)
    SELECT i, 1, 0, 5, 'stdout', 'Copied ' || (i * 7919 % 100003) || ' files to /backups/' || (i % 1009) || char(10) ||
      'Done in ' || (i % 83) || ' s, checksum ' || printf('%08x', i * 2654435761 % 4294967296) || char(10) FROM n`);
  await db.all('COMMIT');
  await db.close();
}

/**
 * Lets the first `often` jobs of a store that `fillLarge` has filled ring every hour, but for the next two: a week of
 * lanes as dense as lanes get, drawn first. One run in fifty failed, one in seventy came late, one in ninety was missed.
 */
export async function fillOften(folder: string, often: number, now: number): Promise<void> {
  const db = await connect(join(folder, 'belfry.sqlite'), 'write');
  const hour = new Date(now).getHours();
  const hours = Array.from({ length: 21 }, (_, at) => (hour + 3 + at) % 24).sort((a, b) => a - b);
  const cron = (fields: string) => `'{"kind":"cron","expression":"' || ${fields} || ' * * *"}'`;
  await db.all('PRAGMA synchronous = OFF');
  await db.all('BEGIN');
  await db.all(`UPDATE triggers SET spec = ${cron(`(jobId % 60) || ' ${hours.join(',')}'`)} WHERE jobId <= ${often}`);
  await db.all(
    `UPDATE triggers SET spec = ${cron(`(jobId % 60) || ' ' || ((${hour + 5} + jobId % 19) % 24)`)} WHERE jobId > ${often}`,
  );
  const count = (often * 7 * DAY) / HOUR;
  const due = `${Math.floor(now / HOUR) * HOUR} - (i / ${often} + 1) * ${HOUR} + ((i % ${often} + 1) % 60) * 60000`;
  const began = 'at + iif(i % 70 = 3, 900000, 0)';
  await db.all(`WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${count} - 1),
      r AS (SELECT i, i % ${often} + 1 AS job, ${due} AS at FROM n)
    INSERT INTO runs (jobId, triggerId, dueAt, dueUntil, count, startedAt, finishedAt, sortAt, status, cause,
      attempt, attempts, exitCode, error, outputBytes, indexed)
    SELECT job, job, at, at, 1, ${began}, ${began} + 60000 + i % 997, at,
      iif(i % 50 = 0, 'failed', iif(i % 90 = 1, 'missed', 'success')), 'schedule', 1, 1,
      iif(i % 50 = 0, 3, 0), iif(i % 50 = 0, 'Exit code 3.', NULL), 0, 1 FROM r
    WHERE true ON CONFLICT DO NOTHING`);
  await db.all('COMMIT');
  await db.close();
}
