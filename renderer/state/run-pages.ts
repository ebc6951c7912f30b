import type { RunPage } from '#contract/ledger.ts';
import type { Run, RunCause, RunStatus } from '#contract/run.ts';

/** A filter of the ledger, as the history's address holds it. */
export interface RunQuery {
  job?: number;
  status?: RunStatus[];
  cause?: RunCause[];
  search?: string;
  since?: number;
}

/** Where a row stands in the ledger: by its start, or by its due time where it has not started. Epoch ms. */
export const placeOf = (run: Pick<Run, 'startedAt' | 'dueAt'>): number => run.startedAt ?? run.dueAt;

/** Whether a row belongs under a filter. Output cannot be searched here: such rows are judged by name and error. */
export function belongs(run: Run, query: RunQuery): boolean {
  if (query.job !== undefined && run.jobId !== query.job) return false;
  if (query.status && query.status.length > 0 && !query.status.includes(run.status)) return false;
  if (query.cause && query.cause.length > 0 && !query.cause.includes(run.cause)) return false;
  if (query.since !== undefined && placeOf(run) < query.since) return false;
  return true;
}

const mentions = (run: Run, search: string) =>
  `${run.job}\n${run.error ?? ''}`.toLowerCase().includes(search.toLowerCase());

const before = (a: Run, b: Run) => placeOf(b) - placeOf(a) || b.id - a.id;

/**
 * Pages with changed rows patched in place, rows that no longer belong taken out and new ones put where they stand.
 * Returns the same array when nothing changed, so that nothing draws again.
 */
export function patchPages(pages: RunPage[], changed: readonly Run[], query: RunQuery): RunPage[] {
  const news = new Map(changed.map((run) => [run.id, run]));
  let touched = false;
  const patched = pages.map((page) => {
    if (!page.runs.some(({ id }) => news.has(id))) return page;
    touched = true;
    const runs = page.runs.flatMap((run) => {
      const now = news.get(run.id);
      if (!now) return [run];
      news.delete(run.id);
      return belongs(now, query) ? [now] : [];
    });
    return { ...page, runs: runs.sort(before) };
  });
  const end = pages.at(-1);
  const fresh = [...news.values()].filter(
    (run) =>
      belongs(run, query) &&
      (!query.search || mentions(run, query.search)) &&
      (!end?.next || placeOf(run) >= end.next.at),
  );
  const [first, ...rest] = patched;
  if (!first || fresh.length === 0) return touched ? patched : pages;
  return [{ ...first, runs: [...fresh, ...first.runs].sort(before) }, ...rest];
}
