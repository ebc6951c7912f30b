import type { SchedulerStatus } from '#contract/status.ts';
import { isTimed } from '#contract/trigger.ts';
import type { Admission } from './admission.ts';
import { type ArmedJob, nextRunAt } from './armed.ts';
import type { Upcoming } from './ports.ts';
import type { Roster } from './roster.ts';
import type { Scheduler } from './scheduler.ts';

/** The next `count` bells that nothing holds, soonest first; one line a job. O(jobs). */
export function upcomingBells(roster: Roster, count: number): Upcoming[] {
  const soonest: Upcoming[] = [];
  for (const armed of roster.jobs.values()) {
    const at = armed.job.pause ? null : nextRunAt(armed);
    if (at === null || (soonest.length === count && at >= (soonest.at(-1)?.at ?? 0))) continue;
    soonest.push({ jobId: armed.job.id, job: armed.job.name, at });
    soonest.sort((a, b) => a.at - b.at || a.job.localeCompare(b.job));
    if (soonest.length > count) soonest.pop();
  }
  return soonest;
}

/** The scheduler's state in one look, but for what only the store and the application know. */
export function overview(
  scheduler: Scheduler,
  roster: Roster,
  admission: Admission,
): Pick<SchedulerStatus, 'state' | 'pause' | 'jobs' | 'armed' | 'running' | 'queued' | 'next' | 'problem'> {
  const next = upcomingBells(roster, 1)[0];
  let armed = 0;
  for (const entry of roster.jobs.values()) if (nextRunAt(entry) !== null || waitsForEvent(entry)) armed++;
  return {
    state: state(scheduler, admission),
    pause: scheduler.pause,
    jobs: roster.jobs.size,
    armed: scheduler.isOn ? armed : 0,
    running: admission.running,
    queued: admission.queued,
    next: next && scheduler.isOn ? next : null,
    problem: scheduler.problem,
  };
}

const waitsForEvent = ({ job }: ArmedJob) => job.enabled && job.triggers.some(({ spec }) => !isTimed(spec));

function state(scheduler: Scheduler, admission: Admission): SchedulerStatus['state'] {
  if (!scheduler.isOn) return 'off';
  if (scheduler.pause) return 'paused';
  return admission.running > 0 ? 'running' : 'idle';
}
