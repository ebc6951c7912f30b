import { join } from 'node:path';
import { connect } from '#store/connection.ts';

const DAY = 86_400_000;

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
