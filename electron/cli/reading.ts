import { type ScheduleReading, scheduleQuery } from '#contract/schedule.ts';
import { readQuery } from '#core/schedule.ts';
import { refusal, sentence } from '#doors/sentences.ts';
import { systemZone } from './times.ts';

/** Reads a schedule as the application would; throws BelfryError. */
export function read(query: { [F in keyof typeof scheduleQuery.shape]?: unknown }): ScheduleReading {
  const parsed = scheduleQuery.safeParse(query, { error: sentence });
  if (!parsed.success) throw refusal(parsed.error);
  return readQuery(parsed.data, { now: Date.now(), zone: systemZone() });
}

/** One more value of an option that may be repeated. */
export const gather = (value: string, before: string[] | undefined): string[] => [
  ...(Array.isArray(before) ? before : []),
  value,
];
