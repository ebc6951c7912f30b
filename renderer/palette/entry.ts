import type { JobSummary } from '#contract/job.ts';
import type { Run } from '#contract/run.ts';
import { type ActionIcon, actionOfKey, type JobAction } from '../jobs/job-actions.ts';
import { caps } from '../keys/table.ts';
import type { Choice } from './commands.ts';
import type { Range } from './rank.ts';

/** What the palette shows: everything, one job's actions, or what there is to choose. */
export type View =
  | { kind: 'all' }
  | { kind: 'job'; job: JobSummary }
  | { kind: 'choose'; title: string; choices: readonly Choice[] };

/** One line of the palette. */
export interface Entry {
  /** Names it for recency. */
  id: string;
  title: string;
  hits: readonly Range[];
  detail?: { text: string; hits: readonly Range[] };
  icon?: ActionIcon;
  /** Its job: shown with kind and next run, and what Tab and job keys are about. */
  job?: JobSummary;
  run?: Run;
  aside?: string;
  /** For the Keys of ui/. */
  keys?: string;
  danger?: boolean;
  /** A job that the query would make: two lines, the second its next times. */
  make?: boolean;
  /** Does it; returns what to show next where it does not close the palette. */
  act(): View | undefined;
}

export interface Group {
  title: string;
  entries: Entry[];
}

/** Closes the palette after it. */
export const done = (run: () => void) => () => {
  run();
  return undefined;
};

/** What can be done to a job; `hits` are where its label matches. */
export function actionEntry(job: JobSummary, action: JobAction, hits: readonly Range[] = []): Entry {
  const { choices, label, icon, key, danger = false } = action;
  return {
    ...{ id: `action:${action.id}`, title: label, hits, icon, danger },
    ...(key && { keys: caps(`mod+${key}`) }),
    act: choices
      ? () => ({
          kind: 'choose',
          title: `${label.replace('…', '')} ${job.name}`,
          choices: choices.map((choice) => ({ label: choice.label, run: () => choice.run(job) })),
        })
      : done(() => action.run(job)),
  };
}

/** What a key does to the job of an entry, as the entry of that action. */
export function entryOfKey(key: string, job: JobSummary): Entry | undefined {
  const action = actionOfKey(key, job);
  return action && actionEntry(job, action);
}
