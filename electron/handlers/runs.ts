import type { Handlers } from '#contract/api.ts';
import { BelfryError } from '#contract/error.ts';
import { LIVE_STATUSES, type Run } from '#contract/run.ts';
import type { Application } from './application.ts';

/** Requests about the ledger and about runs in progress. */
export function runHandlers(
  app: Application,
): Pick<Handlers, 'runs.list' | 'runs.get' | 'runs.stop' | 'runs.output' | 'runs.totals'> {
  const { store, launcher, leftovers } = app;
  const get = async (id: number) => {
    const found = await store.runs.get(id);
    if (!found) throw new BelfryError('not-found', `There is no run ${id}.`, 'id');
    return found;
  };
  return {
    'runs.list': (filter) => store.runs.list(filter),
    'runs.get': ({ id }) => get(id),
    'runs.stop': async ({ id }) => {
      const { run } = await get(id);
      if (!(await launcher.stop(id)) && !(await leftovers.stop(id)))
        throw new BelfryError('conflict', notLive(run), 'id');
      return (await get(id)).run;
    },
    'runs.output': async ({ id, attempt, afterSeq }) => {
      const { run } = await get(id);
      const output = await store.output.read(id, attempt, afterSeq);
      return { ...output, live: LIVE_STATUSES.includes(run.status) };
    },
    'runs.totals': ({ since }) => store.runs.totals(since),
  };
}

function notLive(run: Run): string {
  return run.status === 'running' || run.status === 'queued'
    ? `Run ${run.id} is just ending.`
    : `Run ${run.id} has already ended (${run.status}).`;
}
