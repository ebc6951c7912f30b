import type { SchedulerStatus } from '#contract/status.ts';
import type { Removed } from '#core/ports.ts';

/** The one line that says Belfry is up: data folder, number of jobs, next ring. */
export function readyLine(status: SchedulerStatus): string {
  const jobs = `${status.jobs} ${status.jobs === 1 ? 'job' : 'jobs'}`;
  return `Belfry is ready. Data folder ${status.dataFolder}, ${jobs}, ${nextRing(status)}.`;
}

/** What a sweep of old runs took away, for the log. */
export function removedLine({ runs, jobs, bytes }: Removed): string {
  const trash = jobs > 0 ? ` and ${jobs} ${jobs === 1 ? 'job' : 'jobs'} from the Trash` : '';
  const freed = `${(bytes / 1_000_000).toFixed(1)} MB of output`;
  return `Removed ${runs} old ${runs === 1 ? 'run' : 'runs'}${trash}, ${freed}.`;
}

function nextRing({ state, pause, next, now }: SchedulerStatus): string {
  if (state === 'off') return 'the scheduler is off';
  if (pause) return 'paused';
  if (!next) return 'nothing is due';
  const sameDay = new Date(next.at).toDateString() === new Date(now).toDateString();
  const when = new Intl.DateTimeFormat(undefined, { ...(!sameDay && { dateStyle: 'medium' }), timeStyle: 'medium' });
  return `next ring ${when.format(next.at)} (${next.job})`;
}
