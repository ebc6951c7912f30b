import { useQuery } from '@tanstack/react-query';
import type { ScheduleSuggestion } from '#contract/schedule.ts';
import { ask } from '../api.ts';

/** What was likely meant by a schedule that is not understood; null asks nothing. */
export function useSuggestion(schedule: string | null, zone: string | null): ScheduleSuggestion | null {
  const { data } = useQuery({
    queryKey: ['suggestion', schedule, zone],
    queryFn: () => ask('schedule.suggest', { schedule: schedule ?? '', zone }),
    enabled: schedule !== null,
    gcTime: 60_000,
  });
  return data ?? null;
}
