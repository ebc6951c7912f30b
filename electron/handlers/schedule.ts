import type { Handlers } from '#contract/api.ts';
import { BelfryError } from '#contract/error.ts';
import type { SchedulerStatus } from '#contract/status.ts';
import { nextClockChange } from '#core/clock-changes.ts';
import { overview } from '#core/overview.ts';
import { readQuery } from '#core/schedule.ts';
import { suggest } from '#core/suggest.ts';
import { type Application, findJob } from './application.ts';

/** Requests about time: reading a schedule, the scheduler's state, pauses. */
export function scheduleHandlers(
  app: Application,
): Pick<Handlers, 'schedule.read' | 'schedule.suggest' | 'scheduler.status' | 'scheduler.pause' | 'scheduler.resume'> {
  const { scheduler, clock } = app;
  const ids = (refs: (number | string)[]) => Promise.all(refs.map(async (ref) => (await findJob(app, ref)).id));
  return {
    'schedule.read': (query) => readQuery(query, { now: clock.now(), zone: app.zone() }),
    'schedule.suggest': async ({ schedule, zone }) => suggest(schedule, { now: clock.now(), zone: zone ?? app.zone() }),
    'scheduler.status': () => schedulerStatus(app),
    'scheduler.pause': async ({ until, jobs }) => {
      if (until <= clock.now()) throw new BelfryError('invalid', 'The pause must end in the future.', 'until');
      if (jobs) for (const id of await ids(jobs)) await scheduler.pauseJob(id, until);
      else await scheduler.pauseAll(until);
      return schedulerStatus(app);
    },
    'scheduler.resume': async ({ jobs }) => {
      if (jobs) for (const id of await ids(jobs)) await scheduler.resumeJob(id);
      else await scheduler.resumeAll();
      return schedulerStatus(app);
    },
  };
}

/** The whole state of the scheduler, with what it held back since a pause began. */
export async function schedulerStatus(app: Application): Promise<SchedulerStatus> {
  const seen = overview(app.scheduler, app.roster, app.admission);
  return {
    ...seen,
    held: seen.pause ? await app.store.runs.heldSince(seen.pause.since) : 0,
    zone: app.zone(),
    clockChange: nextClockChange(app.zone(), app.clock.now()),
    environmentProblem: app.environment.state.problem,
    dataFolder: app.dataFolder,
    version: app.version,
    now: app.clock.now(),
  };
}
