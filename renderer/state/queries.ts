import { keepPreviousData, QueryClient, queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { RequestInput } from '#contract/api.ts';
import type { JobSummary } from '#contract/job.ts';
import type { Run } from '#contract/run.ts';
import { ask } from '../api.ts';
import { useTick } from '../ui/ticker.ts';
import { startOfDay } from '../ui/wall-time.ts';
import type { RunQuery } from './run-pages.ts';

/** What was asked once stays right: events patch it, nothing polls. */
export const client = new QueryClient({
  defaultOptions: {
    queries: { staleTime: Number.POSITIVE_INFINITY, retry: false, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});

export const keys = {
  jobs: ['jobs'] as const,
  scheduler: ['scheduler'] as const,
  settings: ['settings'] as const,
  environment: ['environment'] as const,
  runEnvironment: (id: number, attempt: number) => ['run-environment', id, attempt] as const,
  secrets: ['secrets'] as const,
  backups: ['backups'] as const,
  update: ['update'] as const,
  found: ['found'] as const,
  totals: ['totals'] as const,
  bands: ['bands'] as const,
  store: ['store'] as const,
  runs: (query: RunQuery) => ['runs', query] as const,
  run: (id: number) => ['run', id] as const,
  stats: (job: number, recent: string) => ['stats', job, recent] as const,
  reading: (query: RequestInput<'schedule.read'>) => ['reading', query] as const,
};

export const jobsQuery = queryOptions({ queryKey: keys.jobs, queryFn: () => ask('jobs.list') });
export const schedulerQuery = queryOptions({ queryKey: keys.scheduler, queryFn: () => ask('scheduler.status') });
export const settingsQuery = queryOptions({ queryKey: keys.settings, queryFn: () => ask('settings.get') });

export const useJobs = () => useQuery(jobsQuery);

/** One job of the list; undefined while loading, null when there is none. */
export function useJob(id: number | null): JobSummary | null | undefined {
  const { data } = useQuery({ ...jobsQuery, select: (jobs) => jobs.find((job) => job.id === id) ?? null });
  return data;
}

/** Asks anew for all that was not answered. */
export const askAgain = () =>
  void client.refetchQueries({ predicate: ({ state }) => state.status === 'error' }, { cancelRefetch: false });

export const useScheduler = () => useQuery(schedulerQuery);
export const useSettings = () => useQuery(settingsQuery);

/** What the history takes, asked anew whenever it is looked at. */
export const useStoreStatus = () =>
  useQuery({ queryKey: keys.store, queryFn: () => ask('store.status'), staleTime: 0, gcTime: 0 });
export const useUserEnvironment = () =>
  useQuery({ queryKey: keys.environment, queryFn: () => ask('environment.get'), staleTime: 0 });

/** What an attempt was started with. */
export const useEnvironment = (id: number, attempt: number) =>
  useQuery({ queryKey: keys.runEnvironment(id, attempt), queryFn: () => ask('runs.environment', { id, attempt }) });
/** Names of the variables that a run alone was given. */
export const useGiven = ({ id }: Pick<Run, 'id'>): string[] => Object.keys(useRun(id).data?.variables ?? {});

/** Secrets by name. Who uses them changes with every job: asked anew whenever it is shown. */
export const useSecrets = () =>
  useQuery({ queryKey: keys.secrets, queryFn: () => ask('secrets.list'), refetchOnMount: 'always' });
/** The backup folder is no place of ours alone: asked anew whenever it is shown. */
export const useBackups = () =>
  useQuery({ queryKey: keys.backups, queryFn: () => ask('backup.list'), refetchOnMount: 'always' });

export const useUpdate = () => useQuery({ queryKey: keys.update, queryFn: () => ask('update.state') });
/** Other schedulers change by themselves: asked anew whenever it is shown. */
export const useFound = () =>
  useQuery({ queryKey: keys.found, queryFn: () => ask('exchange.found'), refetchOnMount: 'always' });

/** Totals of the day that is now, in the computer's zone. */
export function useTotals() {
  const since = useTick(startOfDay);
  return useQuery({ queryKey: [...keys.totals, since], queryFn: () => ask('runs.totals', { since }) });
}

/** What a job's history adds up to; asked again when another of its runs has ended. */
export function useJobStats({ id, recent }: Pick<JobSummary, 'id' | 'recent'>) {
  return useQuery({
    queryKey: keys.stats(id, recent),
    queryFn: () => ask('jobs.stats', { job: id }),
    placeholderData: (known, query) => (query?.queryKey[1] === id ? keepPreviousData(known) : undefined),
    gcTime: 60_000,
  });
}

/** Totals of [since, until], by what a list shows; nothing is asked while `enabled` is false. */
export function useTotalsOf(filter: RequestInput<'runs.totals'>, enabled: boolean) {
  return useQuery({
    queryKey: [...keys.totals, filter],
    queryFn: () => ask('runs.totals', filter),
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** Stretches of [from, to) in which nothing rang; null asks nothing. */
export function useBands(query: RequestInput<'bands.list'> | null) {
  return useQuery({
    queryKey: [...keys.bands, query],
    queryFn: () => ask('bands.list', query ?? { from: 0, to: 1 }),
    placeholderData: keepPreviousData,
    enabled: query !== null,
  });
}

const PAGE = 200;

/** The ledger under a filter, newest first, page by page. */
export function useRuns(query: RunQuery) {
  return useInfiniteQuery({
    queryKey: keys.runs(query),
    queryFn: ({ pageParam }) => ask('runs.list', { ...query, limit: PAGE, ...(pageParam && { before: pageParam }) }),
    initialPageParam: null as { at: number; id: number } | null,
    getNextPageParam: (page) => page.next,
  });
}

export function useRun(id: number | null) {
  return useQuery({
    queryKey: keys.run(id ?? 0),
    queryFn: () => ask('runs.get', { id: id ?? 0 }),
    enabled: id !== null,
  });
}

type ReadingInput = RequestInput<'schedule.read'>;

export const readingQuery = (query: ReadingInput) => ({
  queryKey: keys.reading(query),
  queryFn: () => ask('schedule.read', query),
  // Next runs grow old by themselves.
  staleTime: 30_000,
  gcTime: 60_000,
});

/** How a schedule is read and when it rings next; null asks nothing. */
export function useReading(query: ReadingInput | null) {
  return useQuery({ ...readingQuery(query ?? { schedule: '' }), enabled: query !== null });
}
