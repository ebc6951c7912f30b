import { BelfryError } from '#contract/error.ts';
import type { Job } from '#contract/job.ts';
import { FOREVER } from '#contract/limits.ts';
import type { ScheduleReading } from '#contract/schedule.ts';
import { ask } from '../api.ts';
import { refuse } from '../ui/toasts.ts';
import { SYSTEM_ZONE } from '../ui/wall-time.ts';
import { showOverlay } from './overlay.ts';
import { client, keys } from './queries.ts';
import { words } from './text.ts';

type JobName = Pick<Job, 'id' | 'name'>;
/** What a pause is of; null = everything. */
export type Paused = readonly JobName[] | null;

const HOUR = 3_600_000;

/** The ways to pause: four lengths, and a date that is asked for. */
export const pauses: readonly { label: string; run: (jobs: Paused) => void }[] = [
  { label: words.pause.halfHour, run: (jobs) => void pauseUntil(Date.now() + HOUR / 2, jobs) },
  { label: words.pause.hour, run: (jobs) => void pauseUntil(Date.now() + HOUR, jobs) },
  { label: words.pause.tomorrow, run: (jobs) => void pauseUntil(tomorrowAtEight(Date.now()), jobs) },
  { label: words.pause.date, run: (jobs) => showOverlay({ pauseUntil: jobs }) },
  { label: words.pause.forever, run: (jobs) => void pauseUntil(FOREVER, jobs) },
];

/** 08:00 of the next calendar day, in the computer's zone. Epoch ms. */
function tomorrowAtEight(now: number): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1, 8).getTime();
}

/** What a date in words asks the application: read by this computer's clock, as the times in menus are. */
export const pauseQuery = (schedule: string) => ({ schedule, zone: SYSTEM_ZONE, count: 1, wanted: 'date' as const });

/** The one date that a reading means, else the first of many to come, epoch ms; null = none. */
export const dateOf = ({ spec, next }: Pick<ScheduleReading, 'spec' | 'next'>): number | null =>
  spec.kind === 'once' ? spec.at : (next[0]?.at ?? null);

/** Pauses until a date in words, e.g. "fri 17:00". Throws BelfryError where it cannot be read, or has passed. */
export async function pauseUntilWords(typed: string, jobs: Paused): Promise<void> {
  const until = dateOf(await ask('schedule.read', pauseQuery(typed)));
  if (until === null) throw new BelfryError('invalid', words.noDate, 'schedule');
  await pause(until, jobs);
}

/** Pauses until an instant (epoch ms); a refusal is shown. */
export async function pauseUntil(until: number, jobs: Paused = null): Promise<void> {
  await pause(until, jobs).catch((error) => refuse(words.notPaused, error));
}

async function pause(until: number, jobs: Paused): Promise<void> {
  const what = jobs && { jobs: jobs.map(({ id }) => id) };
  client.setQueryData(keys.scheduler, await ask('scheduler.pause', { until, ...what }));
}

/** Ends the pause of everything, or of one job; a refusal is shown. */
export async function resume(job?: JobName): Promise<void> {
  try {
    client.setQueryData(keys.scheduler, await ask('scheduler.resume', job ? { jobs: [job.id] } : {}));
  } catch (error) {
    refuse(words.notResumed, error);
  }
}
