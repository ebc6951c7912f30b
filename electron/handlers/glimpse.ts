import type { Attention } from '#contract/attention.ts';
import type { Job } from '#contract/job.ts';
import type { Run } from '#contract/run.ts';
import type { Settings } from '#contract/settings.ts';
import type { SchedulerStatus } from '#contract/status.ts';
import type { UpdateState } from '#contract/update.ts';
import { upcomingBells } from '#core/overview.ts';
import type { Upcoming } from '#core/ports.ts';
import type { Application } from './application.ts';
import { schedulerStatus } from './schedule.ts';

const BELLS = 5;
const JOBS = 10;
/** Jobs with this tag come first where jobs are offered. */
const PINNED = 'pinned';

/** What the tray shows; the ledger is looked into only for what a pause holds. */
export interface Glimpse {
  status: SchedulerStatus;
  failing: { key: string; runId: number; job: string; at: number }[];
  /** `skipped`: the person has let this one go. */
  next: (Upcoming & { skipped: boolean })[];
  running: Run[];
  update: UpdateState;
  jobs: { id: number; name: string }[];
  now: number;
  hourCycle: Settings['hourCycle'];
}

/** `recent` holds ids of jobs that were run by hand, the latest first. */
export async function glimpse(app: Application, recent: readonly number[]): Promise<Glimpse> {
  return {
    status: await schedulerStatus(app),
    failing: failures(app.attention.latest),
    next: app.scheduler.isOn
      ? upcomingBells(app.roster, BELLS).map((bell) => ({ ...bell, skipped: isSkipped(app, bell) }))
      : [],
    running: app.launcher.running,
    update: app.desktop.updates.state,
    jobs: offered(
      [...app.roster.jobs.values()].map(({ job }) => job),
      recent,
    ),
    now: app.clock.now(),
    hourCycle: app.settings().hourCycle,
  };
}

const isSkipped = ({ roster }: Application, { jobId, at }: Upcoming) => roster.jobs.get(jobId)?.job.skipUntil === at;

/** Failing jobs as the tray tells of them, in the order of the list. */
export function failures(items: readonly Attention[]): Glimpse['failing'] {
  return items.flatMap((item) =>
    item.kind === 'failing' ? [{ key: item.key, runId: item.run.id, job: item.job, at: item.at }] : [],
  );
}

/** The pinned, then those last run by hand, then the others by name; at most ten. */
export function offered(jobs: Pick<Job, 'id' | 'name' | 'tags'>[], recent: readonly number[]): Glimpse['jobs'] {
  const rank = ({ id, tags }: Pick<Job, 'id' | 'tags'>) => {
    if (tags.includes(PINNED)) return -1;
    const at = recent.indexOf(id);
    return at === -1 ? recent.length : at;
  };
  return jobs
    .map((job) => ({ job, rank: rank(job) }))
    .sort((a, b) => a.rank - b.rank || a.job.name.localeCompare(b.job.name))
    .slice(0, JOBS)
    .map(({ job: { id, name } }) => ({ id, name }));
}
