import type { Handlers, RequestArgs } from '#contract/api.ts';
import type { BandList } from '#contract/band.ts';
import { BelfryError } from '#contract/error.ts';
import { LIVE_STATUSES, type Run, type Variable } from '#contract/run.ts';
import { countMisses, frequentJobs, missedOf } from '#core/misses.ts';
import type { Application } from './application.ts';
import { exportRuns } from './export.ts';

type RunRequests =
  | 'runs.list'
  | 'runs.get'
  | 'runs.stop'
  | 'runs.output'
  | 'runs.saveOutput'
  | 'runs.openOutput'
  | 'runs.environment'
  | 'runs.totals'
  | 'runs.export'
  | 'bands.list';

/** A band that reaches into the stretch asked for may have begun this long (ms) before. */
const LONGEST_MS = 14 * 86_400_000;
/** What one answer holds of an output unless the request says otherwise. */
const ANSWER_BYTES = 4 * 1024 * 1024;

/** Requests about the ledger and about runs in progress. */
export function runHandlers(app: Application): Pick<Handlers, RunRequests> {
  const { store, launcher, leftovers, desktop } = app;
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
    'runs.output': async ({ id, attempt, afterSeq, limitBytes = ANSWER_BYTES, ...range }) => {
      const { run } = await get(id);
      const output = await store.output.read(id, attempt, afterSeq, { ...range, limitBytes });
      return { ...output, live: LIVE_STATUSES.includes(run.status) };
    },
    'runs.saveOutput': async ({ id, attempt }) => {
      await get(id);
      return { file: await desktop.saveFile(fileName(id, attempt), printed(app, id, attempt)) };
    },
    'runs.openOutput': async ({ id, attempt }) => {
      await get(id);
      return { file: await desktop.openFile(fileName(id, attempt), printed(app, id, attempt)) };
    },
    'runs.environment': async ({ id, attempt }) => {
      const { run } = await get(id);
      const kept = await store.runs.environment(id, attempt);
      if (!kept) throw new BelfryError('not-found', noEnvironment(run), 'id');
      const { attempt: number, variables, ...rest } = kept;
      return { ...rest, variables: [...named(id, number), ...variables] };
    },
    'runs.totals': async (filter) => {
      const [sums, misses] = await Promise.all([
        store.runs.totals(filter, app.settings().lateAfterMs),
        store.runs.misses(filter),
      ]);
      return { ...sums, missed: missedOf(misses, frequentJobs(misses, app.roster)) };
    },
    'runs.export': ({ filter, format }) => exportRuns(app, filter, format),
    'bands.list': (query) => listBands(app, query),
  };
}

/** What went by without ringing, with what is under way. */
async function listBands(app: Application, { from, to, job }: RequestArgs<'bands.list'>): Promise<BandList> {
  const now = app.clock.now();
  const [lived, misses] = await Promise.all([
    app.store.bands.within(from, to),
    app.store.runs.misses({ since: from - LONGEST_MS, until: to, ...(job !== undefined && { job }) }),
  ]);
  const open = app.bands.open(app.scheduler.pause).filter((band) => band.to > from && band.from < to);
  const bands = [...lived, ...open]
    .map((band) => ({ ...band, to: Math.min(band.to, now) }))
    .filter((band) => band.to > band.from);
  const frequent = frequentJobs(misses, app.roster);
  return { bands: countMisses(bands, misses, frequent), frequent: [...frequent] };
}

const fileName = (id: number, attempt = 0) => `belfry-run-${id}${attempt > 1 ? `-attempt-${attempt}` : ''}.txt`;

/** The very bytes that are kept of an attempt's output, a part at a time. */
async function* printed({ store }: Application, id: number, attempt: number | undefined): AsyncGenerator<Uint8Array> {
  for (let afterSeq = -1, more = true; more; ) {
    const part = await store.output.read(id, attempt, afterSeq, { limitBytes: ANSWER_BYTES });
    for (const { text, base64 } of part.chunks) {
      yield base64 === undefined ? Buffer.from(text) : Buffer.from(base64, 'base64');
    }
    more = part.more;
    afterSeq = part.chunks.at(-1)?.seq ?? afterSeq;
  }
}

function notLive(run: Run): string {
  return run.status === 'running' || run.status === 'queued'
    ? `Run ${run.id} is just ending.`
    : `Run ${run.id} has already ended (${run.status}).`;
}

function noEnvironment({ id, startedAt }: Run): string {
  return startedAt === null ? `Run ${id} has not started anything.` : `No environment is kept of run ${id}.`;
}

/** How each process is told which run it is; not kept with the rest, which many runs have in common. */
function named(id: number, attempt: number): Variable[] {
  const variables = { BELFRY_ATTEMPT: attempt, BELFRY_RUN_ID: id };
  return Object.entries(variables).map(([name, value]) => ({ name, value: String(value), from: 'belfry' }));
}
