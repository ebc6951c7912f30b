import { createHash } from 'node:crypto';
import type { LaunchEnvironment } from '#contract/run.ts';
import type { Connection } from './connection.ts';

/** Stores an environment once, however many attempts have it; resolves to its hash. */
export async function keepEnvironment(connection: Connection, environment: LaunchEnvironment): Promise<string> {
  const value = JSON.stringify(environment);
  const hash = createHash('sha256').update(value).digest('base64url');
  await connection.all('INSERT OR IGNORE INTO environments (hash, value) VALUES ($1, $2)', [hash, value]);
  return hash;
}

/** See `RunReader.environment`. Along the primary key. */
export async function environmentOf(
  connection: Connection,
  runId: number,
  attempt: number | undefined,
): Promise<(LaunchEnvironment & { attempt: number }) | null> {
  const [row] = await connection.all<{ attempt: number; value: string }>(
    `SELECT a.attempt, e.value FROM attempts a JOIN environments e ON e.hash = a.environment
     WHERE a.runId = $1 AND a.attempt = coalesce($2, a.attempt) ORDER BY a.attempt DESC LIMIT 1`,
    [runId, attempt ?? null],
  );
  return row ? { ...(JSON.parse(row.value) as LaunchEnvironment), attempt: row.attempt } : null;
}

/** Deletes those that no attempt has any more. Index attempts_environment; there are few environments. */
export async function dropUnusedEnvironments(connection: Connection): Promise<void> {
  await connection.all(
    'DELETE FROM environments WHERE NOT EXISTS (SELECT 1 FROM attempts a WHERE a.environment = environments.hash)',
  );
}
