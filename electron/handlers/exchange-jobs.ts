import { BelfryError } from '#contract/error.ts';
import type { ExchangeNote } from '#contract/exchange.ts';
import type { Job, JobDraft } from '#contract/job.ts';
import type { TriggerSpec } from '#contract/trigger.ts';
import type { Parsed } from '#exchange/findings.ts';
import { nameGiver } from '#exchange/names.ts';

/** Names that no other job has. */
export function named(drafts: JobDraft[], jobs: Job[]): JobDraft[] {
  const give = nameGiver(jobs.map(({ name }) => name));
  return drafts.map((draft) => ({ ...draft, name: give(draft.name) }));
}

/** Places in the reading, each once and in its order. */
export function chosen(choose: number[] | undefined, count: number): number[] {
  const places = choose ?? Array.from({ length: count }, (_, place) => place);
  const wrong = places.find((place) => place >= count);
  if (wrong !== undefined) throw new BelfryError('invalid', `There is no job ${wrong} in this text.`, 'choose');
  return [...new Set(places)].sort((a, b) => a - b);
}

/** Those that come after others are made after them. */
export async function createAll(
  create: (draft: JobDraft) => Promise<Job>,
  read: Parsed,
  places: number[],
  drafts: JobDraft[],
): Promise<{ jobs: Job[]; notes: ExchangeNote[] }> {
  const ids = new Map<number, number>();
  const made = new Map<number, Job>();
  const notes = notesOf(read.notes, places);
  const waiting = new Set(places.keys());
  while (waiting.size > 0) {
    // In a circle, which no job may be in, the triggers that close it are left out.
    const [any] = waiting;
    const at =
      [...waiting].find((one) => needs(drafts[one]).every((place) => !isWaiting(place, waiting, places))) ??
      (any as number);
    const draft = drafts[at] as JobDraft;
    const triggers = draft.triggers.flatMap((spec): TriggerSpec[] => {
      if (spec.kind !== 'after') return [spec];
      const id = ids.get(spec.job);
      if (id !== undefined) return [{ ...spec, job: id }];
      const other = read.jobs[spec.job - 1]?.name ?? 'another job';
      notes.push({
        where: draft.name,
        text: `It came after “${other}”, which was not imported with it, so that trigger was left out.`,
        kind: 'refused',
        job: at,
      });
      return [];
    });
    const job = await create({ ...draft, triggers });
    ids.set((places[at] as number) + 1, job.id);
    made.set(at, job);
    waiting.delete(at);
  }
  return { jobs: places.map((_, at) => made.get(at) as Job), notes };
}

const needs = (draft: JobDraft | undefined): number[] =>
  (draft?.triggers ?? []).flatMap((spec) => (spec.kind === 'after' ? [spec.job] : []));

const isWaiting = (place: number, waiting: Set<number>, places: number[]) => {
  const at = places.indexOf(place - 1);
  return at >= 0 && waiting.has(at);
};

/** Notes of the whole and of the jobs that were chosen, by their new places. */
function notesOf(notes: ExchangeNote[], places: number[]): ExchangeNote[] {
  return notes.flatMap((note) => {
    if (note.job === null) return [note];
    const at = places.indexOf(note.job);
    return at < 0 ? [] : [{ ...note, job: at }];
  });
}

/** Jobs as drafts; a job that comes after one that is not among them loses that trigger, which is said. */
export function draftsOf(jobs: Job[]): { jobs: JobDraft[]; notes: ExchangeNote[] } {
  const notes: ExchangeNote[] = [];
  const drafts = jobs.map((job, at): JobDraft => {
    const triggers = job.triggers.flatMap(({ spec }): TriggerSpec[] => {
      if (spec.kind !== 'after') return [spec];
      const place = jobs.findIndex(({ id }) => id === spec.job) + 1;
      if (place > 0) return [{ ...spec, job: place }];
      notes.push({
        where: job.name,
        text: 'It comes after a job that is not exported with it, so that trigger was left out.',
        kind: 'refused',
        job: at,
      });
      return [];
    });
    const { name, description, tags, enabled, action, zone, policy, notifications, environment, workingDirectory } =
      job;
    const rules = { zone, policy, notifications, environment, workingDirectory };
    return { name, description, tags, enabled, action, triggers, ...rules };
  });
  return { jobs: drafts, notes };
}
