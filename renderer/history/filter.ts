import type { RunQuery } from '../state/run-pages.ts';
import { idParam } from '../ui/address.ts';
import { CAUSE_FILTERS, SPANS, STATUS_FILTERS } from './text.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** What of the address is a filter. */
export const NO_FILTER = { q: null, status: null, job: null, cause: null, days: null };

/** The URL's query as a filter of the ledger; what is not understood filters nothing. `now` in epoch ms. */
export function filterOf(params: URLSearchParams, now: number): RunQuery {
  const job = idParam(params, 'job');
  const statuses = STATUS_FILTERS.find(([value]) => value === params.get('status'))?.[2] ?? [];
  const causes = CAUSE_FILTERS.find(([value]) => value === params.get('cause'))?.[2] ?? [];
  const days = SPANS.find(([value]) => value === params.get('days'))?.[2] ?? null;
  const search = (params.get('q') ?? '').trim();
  return {
    ...(job !== null && { job }),
    ...(statuses.length > 0 && { status: statuses }),
    ...(causes.length > 0 && { cause: causes }),
    // To the hour, so that the same choice is the same query for a while.
    ...(days !== null && { since: Math.floor(now / HOUR) * HOUR - days * DAY }),
    ...(search !== '' && { search }),
  };
}

/** Whether all that happened in a stretch of time is shown, of one job or of all: only then do bands stand between. */
export const isWhole = ({ status, cause, search }: RunQuery): boolean => !status && !cause && search === undefined;
