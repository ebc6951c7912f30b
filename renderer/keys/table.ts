import { FOREVER } from '#contract/limits.ts';
import type { SchedulerStatus } from '#contract/status.ts';
import { jobActions } from '../jobs/job-actions.ts';
import { navigate } from '../state/navigation.ts';
import { showOverlay } from '../state/overlay.ts';
import { pauseUntil, resume } from '../state/pauses.ts';
import { client, keys } from '../state/queries.ts';
import { resetZoom, zoomBy } from '../state/zoom.ts';
import { arrows } from '../ui/direction.ts';
import { words } from './text.ts';

export type Scope = keyof typeof words.scope;

/** A key of Belfry: the one place where its meaning is written down. */
export interface KeyEntry {
  /** As keyName says them; the first is the one that is shown. */
  keys: readonly [string, ...string[]];
  scope: Scope;
  label: string;
  /** What it does, for keys that work everywhere. Others are bound by the place they work in. */
  run?: () => void;
}

const everywhere = (keys: KeyEntry['keys'], label: string, run: () => void): KeyEntry => ({
  ...{ keys, label, run, scope: 'everywhere' },
});
const within = (scope: Scope, key: string, label: string, ...more: string[]): KeyEntry => ({
  ...{ keys: [key, ...more], scope, label },
});

const { label } = words;

/** Labels that differ by the state of a job, under one key. */
const JOB_LABELS: Partial<Record<string, string>> = { p: label.pauseJob, space: label.onOff };
const jobKeys = new Map(jobActions.flatMap(({ key, label: said }) => (key ? [[key, JOB_LABELS[key] ?? said]] : [])));

export const keyTable: readonly KeyEntry[] = [
  everywhere(['mod+k'], label.palette, () => showOverlay('palette')),
  everywhere(['mod+1'], label.now, () => navigate('/')),
  everywhere(['mod+2'], label.jobs, () => navigate('/jobs')),
  everywhere(['mod+3'], label.history, () => navigate('/history')),
  everywhere(['mod+n'], label.newJob, () => navigate('/jobs/new')),
  everywhere(['mod+,'], label.settings, () => navigate('/settings')),
  everywhere(['mod+shift+p'], label.pauseAll, pauseOrResumeAll),
  everywhere(['/'], label.filter, () => document.querySelector<HTMLInputElement>('[data-filter-field]')?.select()),
  everywhere(['mod++', 'mod+=', 'mod+shift++'], label.zoomIn, () => zoomBy(1)),
  everywhere(['mod+-', 'mod+shift+_'], label.zoomOut, () => zoomBy(-1)),
  everywhere(['mod+0'], label.zoomReset, resetZoom),
  everywhere(['?'], label.keys, () => showOverlay('keys')),
  within('list', 'arrowdown', label.down, 'j'),
  within('list', 'arrowup', label.up, 'k'),
  within('list', 'enter', label.open),
  within('list', 'escape', label.back),
  within('list', arrows().on, label.expand),
  within('list', arrows().back, label.fold),
  ...[...jobKeys].map(([key = '', said = '']) => within('job', key, said)),
  within('job', 'x', label.select, 'shift+x'),
  within('job', 'mod+a', label.selectAll),
  within('timeline', 't', label.table),
  within('timeline', '+', label.closer, '='),
  within('timeline', '-', label.wider),
  within('palette', 'tab', label.actions),
  within('editor', 'mod+s', label.save),
  within('editor', 'mod+enter', label.test),
  within('editor', 'escape', label.leave),
  within('output', 'mod+f', label.find),
];

/** Pauses everything until resumed, or resumes. */
export function pauseOrResumeAll(): void {
  const paused = client.getQueryData<SchedulerStatus>(keys.scheduler)?.pause;
  void (paused ? resume() : pauseUntil(FOREVER));
}

const NAMES: Record<string, string> = {
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  escape: 'Esc',
  delete: 'Del',
  '-': '−',
};

/** A key for the Keys of ui/: "mod+shift+p" becomes "Mod Shift P". */
export function caps(key: string): string {
  const parts = key === '+' ? [key] : key.endsWith('++') ? [...key.slice(0, -2).split('+'), '+'] : key.split('+');
  return parts.map((part) => NAMES[part] ?? part.charAt(0).toUpperCase() + part.slice(1)).join(' ');
}

/** The key of a job's action, for the Keys of ui/. */
export const keyOf = (id: string): string => caps(jobActions.find((action) => action.id === id)?.key ?? '');
