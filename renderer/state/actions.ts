import type { Attention } from '#contract/attention.ts';
import type { BelfryError } from '#contract/error.ts';
import type { Job, JobSummary } from '#contract/job.ts';
import { MASKED } from '#contract/masked.ts';
import type { Run } from '#contract/run.ts';
import type { SettingsChanges } from '#contract/settings.ts';
import { ask, refusal } from '../api.ts';
import { text } from '../ui/text.ts';
import { refuse, toast } from '../ui/toasts.ts';
import { navigate } from './navigation.ts';
import { showOverlay } from './overlay.ts';
import { client, keys } from './queries.ts';
import { words } from './text.ts';
import { timelineKeys } from './timeline.ts';

type JobName = Pick<Job, 'id' | 'name'>;
/** How long (ms) a deletion can be taken back from its message. */
export const UNDO_MS = 8_000;

const historyOf = (job: number) => ({ label: words.history, run: () => navigate(`/history?job=${job}`) });

/** Runs a job by hand and resolves with its row, or null when it was refused, which is shown. */
export async function runNow(job: JobName): Promise<Run | null> {
  try {
    return await ask('jobs.run', { job: job.id });
  } catch (error) {
    refuse(words.notRun(job.name), error, historyOf(job.id));
    return null;
  }
}

/** Runs the job of a run again, with the variables that it alone had; asks for those that are not kept. Resolves as `runNow`. */
export async function runAgain(run: Pick<Run, 'id' | 'jobId' | 'job'>): Promise<Run | null> {
  try {
    return await ask('runs.again', { id: run.id });
  } catch (error) {
    const job = client.getQueryData<JobSummary[]>(keys.jobs)?.find(({ id }) => id === run.jobId);
    const refused = refusal(error);
    if (job && refused?.field?.startsWith('variables.')) await askVariables(run.id, job, refused);
    else refuse(words.notRun(run.job), error, historyOf(run.jobId));
    return null;
  }
}

async function askVariables(id: number, job: JobSummary, refused: BelfryError): Promise<void> {
  const { variables } = await ask('runs.get', { id });
  const given = Object.entries(variables ?? {}).map(([name, value]) => [name, value.includes(MASKED) ? null : value]);
  showOverlay({ runWith: job, again: { given: Object.fromEntries(given), refused } });
}

export async function stopRun(run: Pick<Run, 'id' | 'job'>): Promise<void> {
  await ask('runs.stop', { id: run.id }).catch((error) => refuse(words.notStopped(run.job), error));
}

/** Takes a row off what needs attention, until it happens again; at once, put back when refused. */
export async function dismiss(key: string): Promise<void> {
  const before = client.getQueryData<Attention[]>(timelineKeys.attention);
  client.setQueryData<Attention[]>(timelineKeys.attention, (items) => items?.filter((item) => item.key !== key));
  try {
    await ask('attention.dismiss', { key });
  } catch (error) {
    client.setQueryData(timelineKeys.attention, before);
    refuse(words.notDismissed, error);
  }
}

/** Switches a job; shown at once, taken back when refused. */
export async function setEnabled(job: JobName, enabled: boolean): Promise<void> {
  const show = (on: boolean) =>
    client.setQueryData<JobSummary[]>(keys.jobs, (jobs) =>
      jobs?.map((one) => (one.id === job.id ? { ...one, enabled: on } : one)),
    );
  show(enabled);
  try {
    await ask('jobs.setEnabled', { job: job.id, enabled });
  } catch (error) {
    show(!enabled);
    refuse(words.notSwitched(job.name), error, { label: words.edit, run: () => navigate(`/jobs/${job.id}/edit`) });
  }
}

/** Into the Trash, with 8 s to think again. */
export async function removeJob(job: JobName): Promise<void> {
  try {
    await ask('jobs.remove', { job: job.id });
    leaveJobs([job]);
    toast(
      { tone: 'note', title: words.deleted(job.name), action: { label: text.undo, run: () => void restoreJob(job) } },
      UNDO_MS,
    );
  } catch (error) {
    refuse(words.notDeleted(job.name), error);
  }
}

/** Closes the pane of a job that one has just deleted oneself. */
export function leaveJobs(gone: readonly JobName[]): void {
  if (gone.some(({ id }) => location.pathname === `/jobs/${id}`))
    navigate(`/jobs${location.search}`, { replace: true });
}

/** Takes a job back out of the Trash. */
export async function restoreJob(job: JobName): Promise<void> {
  await ask('jobs.restore', { id: job.id }).catch((error) => refuse(words.notRestored(job.name), error));
}

export async function skipNext(job: JobName): Promise<void> {
  try {
    await ask('jobs.skipNext', { job: job.id });
    toast({ tone: 'note', title: words.skipped(job.name) });
  } catch (error) {
    refuse(words.notSkipped(job.name), error);
  }
}

/** Saved at once, shown at once, put back when refused. */
export async function saveSettings(changes: SettingsChanges): Promise<void> {
  const before = client.getQueryData(keys.settings);
  client.setQueryData(keys.settings, (known: object | undefined) => known && { ...known, ...changes });
  try {
    client.setQueryData(keys.settings, await ask('settings.set', changes));
  } catch (error) {
    client.setQueryData(keys.settings, before);
    refuse(words.notSaved, error);
  }
}

export const switchScheduler = (on: boolean): Promise<void> => saveSettings({ schedulerOn: on });
