import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';
import type { RunQuery } from '../state/run-pages.ts';
import { idParam } from '../ui/params.ts';
import { SPANS, STATUS_FILTERS } from './text.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const TYPING_MS = 200;

/** The URL's query as a filter of the ledger. */
export function useFilter(params: URLSearchParams): RunQuery {
  const job = idParam(params, 'job');
  const status = params.get('status') ?? '';
  const span = params.get('days') ?? '';
  const [search] = useDebouncedValue((params.get('q') ?? '').trim(), TYPING_MS);
  return useMemo(() => {
    const statuses = STATUS_FILTERS.find(([value]) => value === status)?.[2] ?? [];
    const days = SPANS.find(([value]) => value === span)?.[2] ?? null;
    // To the hour, so that the same choice is the same query for a while.
    const since = days === null ? null : Math.floor(Date.now() / HOUR) * HOUR - days * DAY;
    return {
      ...(job !== null && { job }),
      ...(statuses.length > 0 && { status: statuses }),
      ...(since !== null && { since }),
      ...(search !== '' && { search }),
    };
  }, [job, status, span, search]);
}
