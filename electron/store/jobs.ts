import { BelfryError } from '#contract/error.ts';
import type { Job, JobChanges, JobDraft } from '#contract/job.ts';
import type { TriggerSpec } from '#contract/trigger.ts';
import type { JobStore } from '#core/ports.ts';
import type { Connection } from './connection.ts';
import { createJobParser, json } from './job-rows.ts';
import { moveCursors } from './ledger.ts';
import { defineModels, type JobRow, type TriggerRow } from './models.ts';
import { nameKey } from './run-filter.ts';
import { jobStats } from './statistics.ts';
import { summaries } from './summaries.ts';
import type { WriteQueue } from './write-queue.ts';

/** Jobs and their triggers. Reads go to `reader`, writes through the queue to `writer`. */
export function createJobStore(writer: Connection, reader: Connection, queue: WriteQueue): JobStore {
  const write = defineModels(writer.sequelize);
  const read = defineModels(reader.sequelize);
  const toJob = createJobParser();

  async function load(models: typeof read, where: object): Promise<Job[]> {
    const rows = await models.Job.findAll({ where: { deletedAt: null, ...where }, order: ['nameKey'], raw: true });
    const triggers = await models.Trigger.findAll({
      where: { retiredAt: null, ...(Object.keys(where).length > 0 && { jobId: rows.map(({ id }) => id) }) },
      order: ['jobId', 'position'],
      raw: true,
    });
    const byJob = group(triggers);
    return rows.map((row) => toJob(row, byJob.get(row.id) ?? []));
  }
  const one = async (models: typeof read, id: number): Promise<Job> => {
    const [job] = await load(models, { id });
    if (!job) throw new BelfryError('not-found', `There is no job ${id}.`, 'job');
    return job;
  };
  const nameFree = async (name: string, except: number | null) => {
    const taken = await write.Job.findOne({ where: { nameKey: nameKey(name), deletedAt: null }, raw: true });
    if (taken && taken.id !== except) {
      throw new BelfryError('conflict', `There is already a job named “${taken.name}”. Choose another name.`, 'name');
    }
  };
  const addTriggers = (jobId: number, specs: { spec: TriggerSpec; position: number }[], cursor: number) =>
    write.Trigger.bulkCreate(specs.map((trigger) => ({ ...trigger, jobId, cursor })));

  return {
    all: () => load(read, {}),
    find: async (ref) => {
      // A name made of digits wins over the id it looks like: names are what people see.
      const named = (await load(read, { nameKey: nameKey(String(ref)) }))[0];
      if (typeof ref === 'string' && named) return named;
      const id = typeof ref === 'number' ? ref : /^\d{1,15}$/.test(ref.trim()) ? Number(ref) : null;
      return id === null ? null : ((await load(read, { id }))[0] ?? null);
    },
    summaries: async (ids) => summaries(reader, await load(read, ids ? { id: ids } : {})),
    create: (draft, now, nextRunAt) =>
      queue.run(async () => {
        await nameFree(draft.name, null);
        const row = await write.Job.create({ ...toRow(draft), nextRunAt, createdAt: now, updatedAt: now });
        await addTriggers(
          row.id,
          draft.triggers.map((spec, position) => ({ spec, position })),
          now,
        );
        return one(write, row.id);
      }),
    update: (id, changes, now) =>
      queue.run(async () => {
        const { triggers, ...rest } = changes;
        if (rest.name !== undefined) await nameFree(rest.name, id);
        await write.Job.update({ ...toRow(rest), updatedAt: now }, { where: { id } });
        if (triggers) await replaceTriggers(id, triggers, now);
        return one(write, id);
      }),
    patch: (id, { pause, ...rest }, now) =>
      queue.run(async () => {
        const paused =
          pause === undefined ? {} : { pauseSince: pause?.since ?? null, pauseUntil: pause?.until ?? null };
        await write.Job.update({ ...rest, ...paused, updatedAt: now }, { where: { id } });
        return one(write, id);
      }),
    setCursors: (cursors) => queue.run(() => moveCursors(writer, cursors)),
    remove: (id, now) =>
      queue.run(async () => {
        const job = await one(write, id);
        await write.Job.update({ deletedAt: now, nextRunAt: null }, { where: { id } });
        return { ...job, nextRunAt: null };
      }),
    restore: (id, now) =>
      queue.run(async () => {
        const row = await write.Job.findByPk(id, { raw: true });
        if (!row) throw new BelfryError('not-found', `Job ${id} is no longer in the Trash.`, 'id');
        await nameFree(row.name, id);
        await write.Job.update({ deletedAt: null, updatedAt: now }, { where: { id } });
        return one(write, id);
      }),
    stats: (id) => jobStats(reader, id),
  };

  /** Keeps the triggers that stay (with their cursor), retires the others: their rows in the ledger keep their key. */
  async function replaceTriggers(jobId: number, specs: TriggerSpec[], now: number): Promise<void> {
    const old = await write.Trigger.findAll({ where: { jobId, retiredAt: null }, raw: true });
    const added: { spec: TriggerSpec; position: number }[] = [];
    for (const [position, spec] of specs.entries()) {
      const at = old.findIndex((trigger) => canonical(json(trigger, 'spec').spec) === canonical(spec));
      if (at < 0) added.push({ spec, position });
      else await write.Trigger.update({ position }, { where: { id: (old.splice(at, 1)[0] as TriggerRow).id } });
    }
    await write.Trigger.update({ retiredAt: now }, { where: { id: old.map(({ id }) => id) } });
    await addTriggers(jobId, added, now);
  }
}

const canonical = (spec: unknown) => JSON.stringify(Object.entries(spec as object).sort());

/** Map.groupBy is missing in Node 20. */
function group(triggers: TriggerRow[]): Map<number, TriggerRow[]> {
  const byJob = new Map<number, TriggerRow[]>();
  for (const trigger of triggers) {
    const list = byJob.get(trigger.jobId);
    if (list) list.push(trigger);
    else byJob.set(trigger.jobId, [trigger]);
  }
  return byJob;
}

function toRow(changes: Omit<JobChanges, 'triggers'> & Partial<JobDraft>): Partial<JobRow> {
  const { triggers: _, ...rest } = changes;
  return { ...rest, ...(rest.name !== undefined && { nameKey: nameKey(rest.name) }) };
}
