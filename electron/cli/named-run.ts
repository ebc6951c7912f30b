import { BelfryError } from '#contract/error.ts';
import { LIVE_STATUSES, type Run } from '#contract/run.ts';
import type { Client } from '#doors/client.ts';

/** How far back a job's latest run is looked for among occurrences that never ran. */
const LOOKED_AT = 500;

/** A run by its id, or by its job: the latest that ran or was to. @throws BelfryError `not-found` when there is none */
export async function latestRun(client: Client, named: string): Promise<number> {
  return idOf(named) ?? (await ofJob(client, named, ({ startedAt }) => startedAt !== null, 'has not run yet')).id;
}

/** A run by its id, or by its job: the latest that runs or waits. @throws BelfryError `not-found` when there is none */
export async function liveRun(client: Client, named: string): Promise<number> {
  return (
    idOf(named) ?? (await ofJob(client, named, ({ status }) => LIVE_STATUSES.includes(status), 'does not run now')).id
  );
}

/** Digits are an id, whatever jobs are called. */
function idOf(named: string): number | null {
  const id = Number(named);
  return /^\d+$/.test(named) && Number.isSafeInteger(id) && id > 0 ? id : null;
}

async function ofJob(client: Client, job: string, fits: (run: Run) => boolean, otherwise: string): Promise<Run> {
  const { runs } = await client.request('runs.list', { job, limit: LOOKED_AT });
  const run = runs.find(fits);
  if (!run) throw new BelfryError('not-found', `“${job}” ${otherwise}.`, 'run');
  return run;
}
