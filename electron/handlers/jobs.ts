import type { Handlers } from '#contract/api.ts';
import { BelfryError } from '#contract/error.ts';
import type { Job, JobChanges } from '#contract/job.ts';
import type { TriggerSpec } from '#contract/trigger.ts';
import { heatOf } from '#core/heat.ts';
import { checkTriggers } from '#core/schedule.ts';
import { type Application, findJob, jobSummaries } from './application.ts';

type JobRequests =
  | 'jobs.list'
  | 'jobs.get'
  | 'jobs.create'
  | 'jobs.update'
  | 'jobs.remove'
  | 'jobs.restore'
  | 'jobs.setEnabled'
  | 'jobs.stats'
  | 'jobs.skipNext'
  | 'jobs.test'
  | 'jobs.stopTest';

/** Requests about jobs. Each change is stored, then armed, then announced. */
export function jobHandlers(app: Application): Pick<Handlers, JobRequests> {
  const { store, scheduler, clock, bus } = app;
  return {
    'jobs.list': () => jobSummaries(app),
    'jobs.get': async ({ job }) => {
      const { id } = await findJob(app, job);
      return (await jobSummaries(app, [id]))[0] as Awaited<ReturnType<typeof jobSummaries>>[number];
    },
    'jobs.create': async (asked) => {
      const draft = { ...asked, policy: { ...app.settings().jobDefaults, ...asked.policy } };
      checkTriggers(draft.triggers, draft.zone ?? app.zone(), draft.policy, clock.now());
      checkOrder(app, null, draft.triggers);
      const { id } = await store.jobs.create(draft, clock.now(), null);
      return scheduler.reload(id);
    },
    'jobs.update': async ({ job: ref, changes }) => update(app, await findJob(app, ref), changes),
    'jobs.remove': async ({ job: ref }) => {
      const { id } = await findJob(app, ref);
      const removed = await store.jobs.remove(id, clock.now());
      scheduler.forget(id);
      bus.emit('job.removed', { id });
      return removed;
    },
    'jobs.restore': async ({ id }) => {
      const job = await store.jobs.restore(id, clock.now());
      return freshStart(app, job);
    },
    'jobs.setEnabled': async ({ job: ref, enabled }) => update(app, await findJob(app, ref), { enabled }),
    'jobs.stats': async ({ job: ref }) => {
      const { id, zone } = await findJob(app, ref);
      const { starts, ...stats } = await store.jobs.stats(id);
      return { ...stats, heat: heatOf(starts, zone ?? app.zone()) };
    },
    'jobs.test': async (trial) => {
      await app.prepared;
      return { id: app.tests.start(trial) };
    },
    'jobs.stopTest': ({ id }) => {
      if (!app.tests.stop(id)) throw new BelfryError('conflict', 'This test run has already ended.', 'id');
    },
    'jobs.skipNext': async ({ job: ref }) => {
      const { id, name, nextRunAt } = await findJob(app, ref);
      if (nextRunAt === null) throw new BelfryError('conflict', `“${name}” has no next run to skip.`, 'job');
      await store.jobs.patch(id, { skipUntil: nextRunAt }, clock.now());
      return scheduler.reload(id);
    },
  };
}

async function update(app: Application, before: Job, changes: JobChanges): Promise<Job> {
  checkEdit(app, before, changes);
  const job = await app.store.jobs.update(before.id, changes, app.clock.now());
  return job.enabled && !before.enabled ? freshStart(app, job) : app.scheduler.reload(job.id);
}

/** Only what an edit brings in is checked: a job whose one date has passed can still be renamed. */
function checkEdit(app: Application, before: Job, changes: JobChanges): void {
  if (!changes.triggers) return;
  checkOrder(app, before.id, changes.triggers);
  const known = new Set(before.triggers.map(({ spec }) => canonical(spec)));
  const zone = (changes.zone === undefined ? before.zone : changes.zone) ?? app.zone();
  const policy = changes.policy ?? before.policy;
  changes.triggers.forEach((spec, at) => {
    if (known.has(canonical(spec))) return;
    try {
      checkTriggers([spec], zone, policy, app.clock.now());
    } catch (error) {
      if (!(error instanceof BelfryError)) throw error;
      throw new BelfryError(error.code, error.message, error.field?.replace('triggers.0', `triggers.${at}`));
    }
  });
}

/** A job may come after others that exist, and not, by any way round, after itself. */
function checkOrder({ roster }: Application, jobId: number | null, specs: TriggerSpec[]): void {
  const predecessors = (id: number) =>
    (roster.jobs.get(id)?.job.triggers ?? []).flatMap(({ spec }) => (spec.kind === 'after' ? [spec.job] : []));
  specs.forEach((spec, at) => {
    if (spec.kind !== 'after') return;
    const field = `triggers.${at}.job`;
    if (!roster.jobs.has(spec.job))
      throw new BelfryError('not-found', `There is no job ${spec.job} to come after.`, field);
    const seen = new Set<number>();
    for (const open = [spec.job]; open.length > 0; ) {
      const id = open.pop() as number;
      if (id === jobId) throw new BelfryError('conflict', 'The jobs would set each other off in a circle.', field);
      if (!seen.has(id)) open.push(...predecessors(id));
      seen.add(id);
    }
  });
}

const canonical = (spec: TriggerSpec) => JSON.stringify(Object.entries(spec).sort());

/** What fell due while a job was off or in the Trash was not missed: its schedule starts now. */
async function freshStart({ store, clock, scheduler }: Application, job: Job): Promise<Job> {
  await store.jobs.setCursors(job.triggers.map(({ id }) => ({ triggerId: id, cursor: clock.now() })));
  return scheduler.reload(job.id);
}
