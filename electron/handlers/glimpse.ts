import type { SchedulerStatus } from '#contract/api.ts';
import type { Run } from '#contract/run.ts';
import { upcomingBells } from '#core/overview.ts';
import type { Upcoming } from '#core/ports.ts';
import type { Application } from './application.ts';
import { schedulerStatus } from './schedule.ts';

const BELLS = 3;
const JOBS = 10;

/** What the tray shows, without a look into the ledger. */
export interface Glimpse {
  status: SchedulerStatus;
  next: Upcoming[];
  running: Run[];
  jobs: { id: number; name: string }[];
  now: number;
}

export async function glimpse(app: Application): Promise<Glimpse> {
  const jobs = [...app.roster.jobs.values()].map(({ job: { id, name } }) => ({ id, name }));
  jobs.sort((a, b) => a.name.localeCompare(b.name));
  return {
    status: await schedulerStatus(app),
    next: app.scheduler.isOn ? upcomingBells(app.roster, BELLS) : [],
    running: app.launcher.running,
    jobs: jobs.slice(0, JOBS),
    now: app.clock.now(),
  };
}
