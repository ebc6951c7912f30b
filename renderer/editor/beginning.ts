import type { JobSummary } from '#contract/job.ts';
import type { JobDefaults } from '#contract/settings.ts';
import { onWindows } from '../api.ts';
import { blankForm, type Form, formOfJob } from './form.ts';
import { formAfter } from './templates.ts';
import { text } from './text.ts';
import { emptyTrigger } from './trigger-form.ts';

/**
 * What the editor of a new job begins with: a copy of the job in the address (`from`), a sample (`like`), a schedule and
 * command that were typed elsewhere (`schedule`, `command`), or nothing.
 */
export function newForm(search: string, jobs: readonly JobSummary[], defaults: JobDefaults | undefined): Form {
  const params = new URLSearchParams(search);
  const source = jobs.find(({ id }) => String(id) === params.get('from'));
  if (source) return { ...formOfJob(source), name: copyName(source.name, jobs) };
  const blank = blankForm(defaults);
  const sample = formAfter(params.get('like'), blank, onWindows());
  if (sample) return sample;
  const line = params.get('command') ?? '';
  return { ...blank, line, name: line, triggers: [{ ...emptyTrigger(), text: params.get('schedule') ?? '' }] };
}

const LONGEST = 100;

/** "Backup copy", "Backup copy 2": the first that no job has. */
export function copyName(name: string, jobs: readonly Pick<JobSummary, 'name'>[]): string {
  const taken = new Set(jobs.map((job) => job.name.toLowerCase()));
  for (let at = 1; ; at++) {
    const end = at === 1 ? text.copyEnd : `${text.copyEnd} ${at}`;
    const copy = `${name.slice(0, LONGEST - end.length - 1)} ${end}`;
    if (!taken.has(copy.toLowerCase())) return copy;
  }
}
