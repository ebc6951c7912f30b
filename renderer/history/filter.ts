import type { RunQuery } from '../state/run-pages.ts';
import { idParam } from '../ui/address.ts';
import { SPANS, STATUS_FILTERS } from './text.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** The URL's query as a filter of the ledger; what is not understood filters nothing. `now` in epoch ms. */
export function filterOf(params: URLSearchParams, now: number): RunQuery {
  const job = idParam(params, 'job');
  const statuses = STATUS_FILTERS.find(([value]) => value === params.get('status'))?.[2] ?? [];
  const days = SPANS.find(([value]) => value === params.get('days'))?.[2] ?? null;
  const search = (params.get('q') ?? '').trim();
  return {
    ...(job !== null && { job }),
    ...(statuses.length > 0 && { status: statuses }),
    // To the hour, so that the same choice is the same query for a while.
    ...(days !== null && { since: Math.floor(now / HOUR) * HOUR - days * DAY }),
    ...(search !== '' && { search }),
  };
}
