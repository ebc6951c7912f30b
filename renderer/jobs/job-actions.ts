import {
  IconClock,
  IconCopy,
  IconCopyPlus,
  IconHistory,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipForward,
  IconPlayerStop,
  IconPlayerTrackNext,
  IconPower,
  IconTerminal,
  IconTrash,
  IconUpload,
  IconVariable,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { startsProcess } from '#contract/action-facts.ts';
import type { JobSummary } from '#contract/job.ts';
import { FOREVER } from '#contract/limits.ts';
import { readRecent } from '#contract/recent.ts';
import { removeJob, runNow, setEnabled, skipNext, stopRun } from '../state/actions.ts';
import { isPaused } from '../state/job-facts.ts';
import { navigate } from '../state/navigation.ts';
import { showOverlay } from '../state/overlay.ts';
import { pauses, pauseUntil, resume } from '../state/pauses.ts';
import { copyText } from '../ui/copy.ts';
import { text } from '../ui/text.ts';
import { toast } from '../ui/toasts.ts';
import { actionLine, triggerCode } from './action-words.ts';
import { words } from './text.ts';

export type ActionIcon = ComponentType<{ size?: number; stroke?: number }>;

/** Something that can be done to one job, from a key, its menu or the palette. */
export interface JobAction {
  id: string;
  label: string;
  icon: ActionIcon;
  /** As keyName says it; with Ctrl or ⌘ in the palette. */
  key?: string;
  /** Loses something. */
  danger?: true;
  offered(job: JobSummary, now: number): boolean;
  run(job: JobSummary): void;
  /** Where one asks further, what there is to choose; `run` is then the quick choice of the key. */
  choices?: readonly { label: string; run(job: JobSummary): void }[];
}

const always = () => true;

function copy(value: string): void {
  copyText(value);
  toast({ tone: 'note', title: text.copied }, 1500);
}

const cronOf = (job: JobSummary) =>
  job.triggers.filter(({ spec }) => spec.kind === 'cron').map(({ spec }) => triggerCode(spec));

/** All of them, in the order in which lists show them. */
export const jobActions: readonly JobAction[] = [
  {
    ...{ id: 'run', label: words.runNow, icon: IconPlayerPlay, key: 'r', offered: always },
    run: (job) => void runNow(job),
  },
  {
    ...{ id: 'run-with', label: words.runWith, icon: IconVariable, offered: ({ action }) => startsProcess(action) },
    run: (job) => showOverlay({ runWith: job }),
  },
  {
    ...{ id: 'pause', label: words.pauseUntil, icon: IconPlayerPause, key: 'p' },
    offered: (job, now) => !isPaused(job, now),
    run: (job) => void pauseUntil(FOREVER, [job]),
    choices: pauses.map(({ label, run }) => ({ label, run: (job) => run([job]) })),
  },
  {
    ...{ id: 'resume', label: words.resume, icon: IconPlayerTrackNext, key: 'p', offered: isPaused },
    run: (job) => void resume(job),
  },
  {
    ...{ id: 'stop', label: words.stop, icon: IconPlayerStop, key: 's', offered: (job) => job.live.length > 0 },
    run: (job) => {
      for (const run of job.live) void stopRun(run);
    },
  },
  {
    ...{ id: 'edit', label: words.edit, icon: IconPencil, key: 'e', offered: always },
    run: (job) => navigate(`/jobs/${job.id}/edit`),
  },
  {
    ...{ id: 'history', label: words.showHistory, icon: IconHistory, key: 'y', offered: always },
    run: (job) => navigate(`/history?job=${job.id}`),
  },
  {
    ...{ id: 'output', label: words.showOutput, icon: IconTerminal, offered: (job) => shownRun(job) !== null },
    run: (job) => navigate(`/history?job=${job.id}&run=${shownRun(job)}`),
  },
  {
    ...{ id: 'duplicate', label: words.duplicate, icon: IconCopyPlus, key: 'd', offered: always },
    run: (job) => navigate(`/jobs/new?from=${job.id}`),
  },
  {
    ...{ id: 'skip', label: words.skipNext, icon: IconPlayerSkipForward, offered: (job) => job.nextRunAt !== null },
    run: (job) => void skipNext(job),
  },
  {
    ...{ id: 'off', label: words.turnOff, icon: IconPower, key: 'space', offered: (job) => job.enabled },
    run: (job) => void setEnabled(job, false),
  },
  {
    ...{ id: 'on', label: words.turnOn, icon: IconPower, key: 'space', offered: (job) => !job.enabled },
    run: (job) => void setEnabled(job, true),
  },
  {
    ...{ id: 'export', label: words.export, icon: IconUpload, offered: always },
    run: (job) => showOverlay({ export: [job] }),
  },
  {
    ...{ id: 'copy-command', label: words.copyCommand, icon: IconCopy, offered: always },
    run: (job) => copy(actionLine(job.action)),
  },
  {
    ...{ id: 'copy-cron', label: words.copyCron, icon: IconClock, offered: (job) => cronOf(job).length > 0 },
    run: (job) => copy(cronOf(job).join('\n')),
  },
  {
    ...{ id: 'delete', label: words.delete, icon: IconTrash, key: 'delete', danger: true, offered: always },
    run: (job) => void removeJob(job),
  },
];

/** The run whose output a person means: the one going on, else the last that started. */
const shownRun = (job: JobSummary): number | null =>
  job.live.find(({ startedAt }) => startedAt !== null)?.id ??
  readRecent(job.recent).find(({ ms }) => ms !== null)?.id ??
  null;

/** What can be done to `job` now. */
export const offeredFor = (job: JobSummary, now = Date.now()): JobAction[] =>
  jobActions.filter((action) => action.offered(job, now));

/** What a key (as keyName says it) does to `job`; undefined where it means nothing. */
export const actionOfKey = (key: string, job: JobSummary): JobAction | undefined =>
  offeredFor(job).find((action) => action.key === key);
