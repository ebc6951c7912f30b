import type { Job } from '#contract/job.ts';
import type { Run } from '#contract/run.ts';
import type { Launcher } from './launcher.ts';
import type { Clock, Store } from './ports.ts';
import type { Roster } from './roster.ts';
import type { Sequence } from './sequence.ts';
import { makesUp } from './settle.ts';

export interface PostponedParts {
  clock: Clock;
  store: Pick<Store, 'postponed'>;
  roster: Roster;
  launcher: Launcher;
}

/** Whether a run that waits is only put off by the wake: it outlives Belfry, for what it makes up for is settled. */
export const isPostponed = ({ cause, reason }: Pick<Run, 'cause' | 'reason'>): boolean =>
  cause === 'catch-up' && reason === 'waking';

/** Lets runs go on waiting that an earlier Belfry put off and did not come to; those are dropped that nothing would make up for now. */
export async function takeUp({ clock, store, roster, launcher }: PostponedParts, on: boolean): Promise<void> {
  const now = clock.now();
  for (const run of await store.postponed()) {
    const armed = roster.jobs.get(run.jobId);
    const trigger = armed?.triggers.find(({ id }) => id === run.triggerId);
    if (on && armed && trigger && isDue(run, armed.job, trigger.schedule, now)) launcher.takeUp(run, armed.job);
    else await launcher.giveUp(run, 'shutdown');
  }
}

/** As of what is missed: within the window, and unless every one is to run, only the newest. */
function isDue({ dueAt }: Run, { policy }: Job, schedule: Sequence, now: number): boolean {
  return makesUp({ policy, schedule, now }, dueAt) && (policy.missed === 'all' || schedule.previous(now) === dueAt);
}
