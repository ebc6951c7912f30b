import { FOREVER } from '#contract/limits.ts';
import type { Run } from '#contract/run.ts';
import type { Settings } from '#contract/settings.ts';
import type { SchedulerStatus } from '#contract/status.ts';
import type { UpdateState } from '#contract/update.ts';
import type { Upcoming } from '#core/ports.ts';
import { headline, PROBLEM, span, time, tomorrowMorning, tooltip, when } from './tray-words.ts';

export type PauseLength = 'half-hour' | 'hour' | 'morning' | 'forever';

export type TrayAction =
  | { do: 'run'; jobId: number }
  | { do: 'skip'; jobId: number }
  | { do: 'stop'; runId: number }
  | { do: 'seen'; keys: string[] }
  | { do: 'show'; path: string }
  | { do: 'pause'; length: PauseLength }
  | { do: 'resume' }
  | { do: 'update' }
  | { do: 'quit' };

/** One line of the menu; without action and submenu it is a disabled line of text. `keys` is shown beside it on macOS. */
export type TrayItem = 'separator' | { label: string; action?: TrayAction; submenu?: TrayItem[]; keys?: string };

/** A job whose last run failed. `key` dismisses it; `at` is when it failed, epoch ms. */
export interface Failing {
  key: string;
  runId: number;
  job: string;
  at: number;
}

export interface TrayState {
  status: Pick<SchedulerStatus, 'state' | 'pause' | 'held' | 'jobs' | 'running' | 'next' | 'problem'>;
  /** Newest first; without those that were marked as seen. */
  failing: Failing[];
  /** Soonest first; `skipped` = the person has let this one go. */
  next: (Upcoming & { skipped: boolean })[];
  running: Run[];
  update: Pick<UpdateState, 'phase' | 'version'>;
  /** Jobs to offer under "Run a job". */
  jobs: { id: number; name: string }[];
  now: number;
  /** Linux cannot refresh a menu as it opens: it is told times instead of countdowns. */
  live: boolean;
  /** BCP 47, for times of day. */
  locale: string;
  hourCycle: Settings['hourCycle'];
}

export type TrayIcon = 'idle' | 'running' | 'paused' | 'attention';
export interface TrayModel {
  icon: TrayIcon;
  tooltip: string;
  items: TrayItem[];
}

const MINUTE = 60_000;
const FAILURES = 3;
/** A menu longer than the screen cannot be read; the rest is one click away. */
const RUNNING = 8;
const BELLS = 5;
const APPLICATION: TrayItem[] = [
  { label: 'Open Belfry', action: { do: 'show', path: '/' } },
  { label: 'Settings…', action: { do: 'show', path: '/settings' }, keys: 'Command+,' },
  { label: 'Quit Belfry', action: { do: 'quit' }, keys: 'Command+Q' },
];

/** Hangs until the application knows more. */
export const startingModel = (): TrayModel => ({
  icon: 'idle',
  tooltip: 'Belfry is starting',
  items: [{ label: 'Belfry is starting' }, 'separator', ...APPLICATION],
});

/** State to icon, tooltip and menu; pure. */
export function trayModel(state: TrayState): TrayModel {
  const paused = state.status.pause !== null;
  const sections = [
    stateLines(state),
    paused ? [] : failureItems(state),
    runningItems(state),
    paused ? [] : state.next.slice(0, BELLS).map((bell) => bellItem(state, bell)),
    ...(paused ? [resumeItems(state), [runItem(state)]] : [[runItem(state), pauseItem('Pause all', state)]]),
    updateItems(state),
    APPLICATION,
  ];
  const items = sections
    .filter((section) => section.length > 0)
    .flatMap((section) => ['separator' as const, ...section]);
  return { icon: icon(state), tooltip: tooltip(state), items: items.slice(1) };
}

function icon({ status, running, failing }: TrayState): TrayIcon {
  if (status.state === 'paused' || status.state === 'off') return 'paused';
  if (status.problem !== null || failing.length > 0) return 'attention';
  return running.length > 0 ? 'running' : 'idle';
}

function stateLines(state: TrayState): TrayItem[] {
  const { pause, held, problem } = state.status;
  const lines = [headline(state)];
  if (pause) lines.push(`${held} ${held === 1 ? 'bell' : 'bells'} held since ${when(pause.since, state)}`);
  if (problem !== null && lines[0] !== PROBLEM) lines.push(PROBLEM);
  return lines.map((label) => ({ label }));
}

function failureItems(state: TrayState): TrayItem[] {
  const { failing } = state;
  if (failing.length === 0) return [];
  const rows = failing.slice(0, FAILURES).map(({ job, at, runId }) => {
    return show(`${job}, failed ${when(at, state)}`, `/history?run=${runId}`);
  });
  return [...rows, { label: 'Mark as seen', action: { do: 'seen', keys: failing.map(({ key }) => key) } }];
}

function runningItems(state: TrayState): TrayItem[] {
  const rows = state.running.slice(0, RUNNING).map((run): TrayItem => {
    const began = run.startedAt ?? run.dueAt;
    const since = state.live ? span(state.now - began) : `since ${when(began, state)}`;
    const submenu = [
      show('Show output', `/history?run=${run.id}`),
      { label: 'Stop', action: { do: 'stop', runId: run.id } as const },
    ];
    return { label: `${run.job}, ${since}`, submenu };
  });
  const more = state.running.length - rows.length;
  return more > 0 ? [...rows, show(`${more} more…`, '/')] : rows;
}

function bellItem(state: TrayState, { at, job, jobId, skipped }: TrayState['next'][number]): TrayItem {
  const submenu: TrayItem[] = [
    show('Open', `/jobs/${jobId}`),
    { label: 'Run now', action: { do: 'run', jobId } },
    ...(skipped ? [] : [{ label: 'Skip this one', action: { do: 'skip', jobId } as const }]),
  ];
  return { label: `${when(at, state)} ${job}${skipped ? ', skipped' : ''}`, submenu };
}

function runItem(state: TrayState): TrayItem {
  const jobs = state.jobs.map(({ id, name }): TrayItem => ({ label: name, action: { do: 'run', jobId: id } }));
  const all = show('All jobs…', '/jobs');
  return { label: 'Run a job', submenu: jobs.length > 0 ? [...jobs, 'separator', all] : [all] };
}

const resumeItems = (state: TrayState): TrayItem[] => [
  { label: 'Resume now', action: { do: 'resume' } },
  pauseItem('Pause for longer', state),
];

function pauseItem(label: string, state: TrayState): TrayItem {
  const length = (said: string, by: PauseLength): TrayItem => ({ label: said, action: { do: 'pause', length: by } });
  return {
    label,
    submenu: [
      length('For 30 minutes', 'half-hour'),
      length('For 1 hour', 'hour'),
      length(`Until tomorrow ${time(tomorrowMorning(state.now), state)}`, 'morning'),
      show('Until a date…', '/pause'),
      length('Until I resume', 'forever'),
    ],
  };
}

/** Of a newer Belfry only what waits for the person. */
function updateItems({ update: { phase, version } }: TrayState): TrayItem[] {
  if (version === null || (phase !== 'found' && phase !== 'ready')) return [];
  const label = phase === 'ready' ? `Restart to update to ${version}` : `Load Belfry ${version}`;
  return [{ label, action: { do: 'update' } }];
}

/** When a pause ends that is asked for now; epoch ms. Counted from the click: a menu may have hung there for hours. */
export function pauseEnd(length: PauseLength, now: number): number {
  switch (length) {
    case 'half-hour':
      return now + 30 * MINUTE;
    case 'hour':
      return now + 60 * MINUTE;
    case 'morning':
      return tomorrowMorning(now);
    case 'forever':
      return FOREVER;
  }
}

const show = (label: string, path: string) => ({ label, action: { do: 'show' as const, path } });

/** What the line at `path` (positions, outermost first) does in these items. */
export function actionAt(items: TrayItem[], path: readonly number[]): TrayAction | undefined {
  const [at = 0, ...rest] = path;
  const item = items[at];
  if (item === undefined || item === 'separator') return undefined;
  return rest.length > 0 ? actionAt(item.submenu ?? [], rest) : item.action;
}

/** What is read of a menu: two menus that read the same need not take each other's place. */
export const faceOf = (items: TrayItem[]): unknown[] =>
  items.map((item) =>
    item === 'separator'
      ? item
      : [item.label, item.action !== undefined, ...(item.submenu ? [faceOf(item.submenu)] : [])],
  );
