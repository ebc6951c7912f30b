import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { RequestOutput } from '#contract/api.ts';
import type { BelfryBridge } from '#contract/bridge.ts';
import type { JobSummary } from '#contract/job.ts';
import type { RunPage } from '#contract/ledger.ts';
import type { Run } from '#contract/run.ts';
import type { SchedulerStatus } from '#contract/status.ts';
import { announceEnds } from './announce.ts';
import { tellOutput } from './output-bus.ts';
import { patchJobs } from './patch.ts';
import { keys } from './queries.ts';
import { patchPages, type RunQuery } from './run-pages.ts';
import { patchTimelines, timelineKeys } from './timeline.ts';

/** A hidden page draws no frames; its events are taken in this often (ms). */
const HIDDEN_MS = 1000;
/** Totals are asked again at most this often (ms) while runs end. */
const TOTALS_MS = 1000;

/** Keeps the caches right from the application's events, once a frame however many come. Returns what ends it. */
export function connectEvents(bridge: BelfryBridge, client: QueryClient): () => void {
  const jobs = new Map<number, JobSummary>();
  const removed = new Set<number>();
  const runs = new Map<number, Run>();
  /** Runs that lists on their way may not know of yet. */
  const behind = new Map<number, Run>();
  const output: { id: number; chunks: Parameters<typeof tellOutput>[1] }[] = [];
  let frame: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const soon = () => {
    if (frame !== null) return;
    frame = requestAnimationFrame(flush);
    timer = setTimeout(flush, HIDDEN_MS);
  };
  const flush = () => {
    if (frame !== null) cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = null;
    for (const { id, chunks } of output.splice(0)) tellOutput(id, chunks);
    flushRuns(client, runs, behind);
    if (jobs.size === 0 && removed.size === 0) return;
    // A list on its way may be older than these changes: they wait for it.
    if (client.isFetching({ queryKey: keys.jobs }) > 0) return soon();
    if (changesLanes(client, jobs, removed)) void client.invalidateQueries({ queryKey: timelineKeys.lanes });
    client.setQueryData<JobSummary[]>(keys.jobs, (list) => list && patchJobs(list, jobs, removed));
    jobs.clear();
    removed.clear();
  };

  const ends = [
    bridge.on('job.changed', (job) => {
      jobs.set(job.id, job);
      removed.delete(job.id);
      soon();
    }),
    bridge.on('job.removed', ({ id }) => {
      jobs.delete(id);
      removed.add(id);
      soon();
    }),
    bridge.on('runs.changed', (changed) => {
      for (const run of changed) runs.set(run.id, run);
      soon();
    }),
    bridge.on('runs.removed', () => {
      void client.invalidateQueries({ queryKey: ['runs'] });
      void client.invalidateQueries({ queryKey: ['run'] });
      void client.invalidateQueries({ queryKey: keys.store });
      void client.invalidateQueries({ queryKey: keys.totals });
      void client.invalidateQueries({ queryKey: keys.bands });
    }),
    bridge.on('run.output', (printed) => {
      output.push(printed);
      soon();
    }),
    bridge.on('settings.changed', (settings) => {
      client.setQueryData(keys.settings, settings);
      // Where backups go, and what counts as late, may have changed with it.
      for (const queryKey of [keys.backups, keys.totals]) void client.invalidateQueries({ queryKey });
    }),
    bridge.on('clock.jumped', () => {
      for (const queryKey of [timelineKeys.lanes, keys.bands]) void client.invalidateQueries({ queryKey });
    }),
    bridge.on('secrets.changed', (list) => client.setQueryData(keys.secrets, list)),
    bridge.on('update.changed', (state) => client.setQueryData(keys.update, state)),
    bridge.on('backups.changed', (list) => client.setQueryData(keys.backups, list)),
    bridge.on('ledger.replaced', () => void client.invalidateQueries()),
    bridge.on('scheduler.changed', (status) => {
      const before = client.getQueryData<SchedulerStatus>(keys.scheduler);
      client.setQueryData(keys.scheduler, status);
      if (before?.pause?.until !== status.pause?.until || (before?.state === 'off') !== (status.state === 'off'))
        for (const queryKey of [timelineKeys.lanes, keys.bands]) void client.invalidateQueries({ queryKey });
    }),
    bridge.on('attention.changed', (items) => client.setQueryData(timelineKeys.attention, items)),
    client.getQueryCache().subscribe(({ type }) => {
      if (type === 'updated' && behind.size > 0 && !listsAreOnTheirWay(client)) soon();
    }),
  ];
  return () => {
    for (const end of ends) end();
    if (frame !== null) cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}

/** Whether a job was made, edited, paused or removed: a ring alone leaves `updatedAt` as it is. */
function changesLanes(
  client: QueryClient,
  jobs: ReadonlyMap<number, JobSummary>,
  removed: ReadonlySet<number>,
): boolean {
  if (removed.size > 0) return true;
  if (jobs.size === 0) return false;
  const known = client.getQueryData<JobSummary[]>(keys.jobs) ?? [];
  let found = 0;
  for (const { id, updatedAt } of known) {
    const changed = jobs.get(id);
    if (changed && changed.updatedAt !== updatedAt) return true;
    if (changed) found++;
  }
  return found < jobs.size;
}

let totalsTimer: ReturnType<typeof setTimeout> | undefined;

const LISTS = [['runs'], timelineKeys.lanes] as const;
const listsAreOnTheirWay = (client: QueryClient) => LISTS.some((queryKey) => client.isFetching({ queryKey }) > 0);

/** Puts changed runs where they are shown: at once, and again once lists that were on their way are here. */
function flushRuns(client: QueryClient, runs: Map<number, Run>, behind: Map<number, Run>): void {
  const changed = [...runs.values()];
  const isBehind = listsAreOnTheirWay(client);
  for (const run of changed) behind.set(run.id, run);
  patchLists(client, isBehind ? changed : [...behind.values()]);
  if (!isBehind) behind.clear();
  runs.clear();
  if (changed.length > 0) tellOf(client, changed);
}

function patchLists(client: QueryClient, changed: readonly Run[]): void {
  if (changed.length === 0) return;
  patchTimelines(client, changed);
  for (const query of client.getQueryCache().findAll({ queryKey: ['runs'] })) {
    client.setQueryData<InfiniteData<RunPage>>(query.queryKey, (data) => {
      if (!data) return data;
      const pages = patchPages(data.pages, changed, query.queryKey[1] as RunQuery);
      return pages === data.pages ? data : { ...data, pages };
    });
  }
}

function tellOf(client: QueryClient, changed: readonly Run[]): void {
  announceEnds(changed);
  if (changed.some(({ status, cause }) => status === 'missed' || cause === 'catch-up'))
    void client.invalidateQueries({ queryKey: keys.bands });
  for (const run of changed) {
    client.setQueryData<RequestOutput<'runs.get'>>(keys.run(run.id), (seen) => seen && { ...seen, run });
    // Its attempts are not in the event.
    if (client.getQueryData(keys.run(run.id))) void client.invalidateQueries({ queryKey: keys.run(run.id) });
  }
  if (totalsTimer !== undefined) return;
  totalsTimer = setTimeout(() => {
    totalsTimer = undefined;
    void client.invalidateQueries({ queryKey: keys.totals });
  }, TOTALS_MS);
}
