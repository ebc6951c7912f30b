import { BelfryError } from '#contract/error.ts';
import { LIVE_STATUSES, type RunStatus } from '#contract/run.ts';
import type { Client } from '#doors/client.ts';

/** Of what ran, but for those that were cancelled before they began. */
const RAN: readonly RunStatus[] = ['running', 'success', 'failed', 'timed-out', 'cancelled', 'interrupted'];

/** A run by its id, or by its job: the latest that ran. @throws BelfryError `not-found` when there is none */
export const latestRun = (client: Client, named: string): Promise<number> =>
  namedRun(client, named, RAN, 'has not run yet');

/** A run by its id, or by its job: the latest that runs or waits. @throws BelfryError `not-found` when there is none */
export const liveRun = (client: Client, named: string): Promise<number> =>
  namedRun(client, named, LIVE_STATUSES, 'does not run now');

async function namedRun(
  client: Client,
  named: string,
  status: readonly RunStatus[],
  otherwise: string,
): Promise<number> {
  // Digits are an id, whatever jobs are called.
  const id = Number(named);
  if (/^\d+$/.test(named) && Number.isSafeInteger(id) && id > 0) return id;
  const { runs } = await client.request('runs.list', { job: named, status: [...status] });
  const run = runs.find((one) => one.startedAt !== null || one.status === 'queued');
  if (!run) throw new BelfryError('not-found', `“${named}” ${otherwise}.`, 'run');
  return run.id;
}
