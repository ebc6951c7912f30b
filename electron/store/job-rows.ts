import { type Job, job as jobSchema } from '#contract/job.ts';
import type { JobRow, TriggerRow } from './models.ts';

/** Raw rows carry JSON as text; whole instances of Sequelize would cost thrice the time for 10,000 jobs. */
export function json<T extends object>(row: T, ...keys: (keyof T & string)[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, JSON.parse(String(row[key]))]));
}

/**
 * Makes jobs of rows. Parsed by the contract: a store edited by other hands must not bring the scheduler down. What a
 * person said about a job is parsed once, until it says something else; the times beside it are taken as they are.
 */
export function createJobParser(): (row: JobRow, triggers: TriggerRow[]) => Job {
  const known = new Map<number, { said: string; job: Job }>();
  return (row, triggers) => {
    const said = saidOf(row, triggers);
    const before = known.get(row.id);
    if (before?.said === said) return { ...before.job, ...changing(row, before.job, triggers) };
    const job = jobSchema.parse({
      ...row,
      ...json(row, 'tags', 'action', 'policy', 'notifications', 'environment'),
      enabled: Boolean(row.enabled),
      pause: pauseOf(row),
      triggers: triggers.map((trigger) => ({ ...trigger, ...json(trigger, 'spec') })),
    });
    known.set(row.id, { said, job });
    return job;
  };
}

/** Everything a person said, as text. */
function saidOf(row: JobRow, triggers: TriggerRow[]): string {
  const { name, description, tags, action, zone, policy, notifications, environment, workingDirectory } = row;
  const parts = [name, description, tags, action, zone, policy, notifications, environment, workingDirectory];
  return [...parts, ...triggers.flatMap(({ id, spec }) => [id, spec])].join('\0');
}

function changing(row: JobRow, { triggers: parsed }: Job, triggers: TriggerRow[]): Partial<Job> {
  const { nextRunAt, skipUntil, createdAt, updatedAt } = row;
  return {
    ...{ nextRunAt, skipUntil, createdAt, updatedAt },
    enabled: Boolean(row.enabled),
    pause: pauseOf(row),
    triggers: parsed.map((trigger, at) => ({ ...trigger, cursor: triggers[at]?.cursor ?? trigger.cursor })),
  };
}

const pauseOf = ({ pauseSince, pauseUntil }: JobRow): Job['pause'] =>
  pauseSince !== null && pauseUntil !== null ? { since: pauseSince, until: pauseUntil } : null;
