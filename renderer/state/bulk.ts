import type { Job, JobSummary } from '#contract/job.ts';
import { ask, sentence } from '../api.ts';
import { plural, text } from '../ui/text.ts';
import { toast } from '../ui/toasts.ts';
import { leaveJobs, UNDO_MS } from './actions.ts';
import { words } from './text.ts';

type Named = Pick<Job, 'id' | 'name'>;
/** Requests under way at once. */
const TOGETHER = 20;

/** Asks for each job; what is refused is said once, with how many and the first reason. Returns those that went. */
async function forEach<T extends Named>(jobs: readonly T[], refused: string, act: (job: T) => Promise<unknown>) {
  const went: T[] = [];
  const problems: string[] = [];
  const waiting = [...jobs];
  const work = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      try {
        await act(job);
        went.push(job);
      } catch (error) {
        problems.push(sentence(error));
      }
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, work));
  const [first] = problems;
  if (first) {
    const title = problems.length === 1 ? refused : `${refused}: ${plural(problems.length, 'job', 'jobs')}`;
    toast({ tone: 'refusal', title, detail: first });
  }
  return went;
}

export async function runAll(jobs: readonly Named[]): Promise<void> {
  await forEach(jobs, words.someNotRun, (job) => ask('jobs.run', { job: job.id }));
}

export async function setAllEnabled(jobs: readonly Named[], enabled: boolean): Promise<void> {
  await forEach(jobs, words.someNotSwitched, (job) => ask('jobs.setEnabled', { job: job.id, enabled }));
}

/** Puts a tag on all jobs, or takes it off. */
export async function tagAll(jobs: readonly JobSummary[], tag: string, on: boolean): Promise<void> {
  const others = jobs.filter(({ tags }) => tags.includes(tag) !== on);
  await forEach(others, words.someNotTagged, ({ id, tags }) =>
    ask('jobs.update', {
      job: id,
      changes: { tags: on ? [...tags, tag] : tags.filter((one) => one !== tag) },
    }),
  );
}

/** All into the Trash, with one chance to think again. */
export async function removeAll(jobs: readonly Named[]): Promise<void> {
  const gone = await forEach(jobs, words.someNotDeleted, (job) => ask('jobs.remove', { job: job.id }));
  if (gone.length === 0) return;
  leaveJobs(gone);
  const undo = () => void forEach(gone, words.someNotRestored, (job) => ask('jobs.restore', { id: job.id }));
  const title = gone.length === 1 ? words.deleted(gone[0]?.name ?? '') : words.deletedMany(gone.length);
  toast({ tone: 'note', title, action: { label: text.undo, run: undo } }, UNDO_MS);
}
