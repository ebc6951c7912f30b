import type { SchedulerStatus } from '#contract/api.ts';
import type { Run } from '#contract/run.ts';
import { FOREVER } from '#contract/time.ts';
import type { Upcoming } from '#core/ports.ts';

export type TrayAction =
  | { do: 'run'; jobId: number }
  | { do: 'stop'; runId: number }
  | { do: 'show'; path: string }
  | { do: 'pause'; until: number }
  | { do: 'resume' }
  | { do: 'quit' };

/** One line of the menu; without action and submenu it is a disabled line of text. */
export type TrayItem = 'separator' | { label: string; action?: TrayAction; submenu?: TrayItem[] };

export interface TrayState {
  status: Pick<SchedulerStatus, 'state' | 'pause' | 'held' | 'jobs' | 'running' | 'next' | 'problem'>;
  /** Soonest first. */
  next: Upcoming[];
  running: Run[];
  /** Jobs to offer under "Run a job". */
  jobs: { id: number; name: string }[];
  now: number;
  /** Linux cannot refresh a menu as it opens: it is told times instead of countdowns. */
  live: boolean;
  /** BCP 47, for times of day. */
  locale: string;
}

export type TrayIcon = 'idle' | 'running' | 'paused' | 'attention';
export interface TrayModel {
  icon: TrayIcon;
  tooltip: string;
  items: TrayItem[];
}

const MINUTE = 60_000;
const APPLICATION: TrayItem[] = [
  { label: 'Open Belfry', action: { do: 'show', path: '/' } },
  { label: 'Settings…', action: { do: 'show', path: '/settings' } },
  { label: 'Quit Belfry', action: { do: 'quit' } },
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
    state.running.map((run) => runningItem(state, run)),
    paused ? [] : state.next.slice(0, 3).map((bell) => bellItem(state, bell)),
    [...(paused ? resumeItems(state) : []), runItem(state), ...(paused ? [] : [pauseItem('Pause all', state.now)])],
    APPLICATION,
  ];
  const items = sections
    .filter((section) => section.length > 0)
    .flatMap((section) => ['separator' as const, ...section]);
  return { icon: icon(state), tooltip: tooltip(state), items: items.slice(1) };
}

function icon({ status, running }: TrayState): TrayIcon {
  if (status.problem !== null) return 'attention';
  if (status.state === 'paused' || status.state === 'off') return 'paused';
  return running.length > 0 ? 'running' : 'idle';
}

function tooltip(state: TrayState): string {
  if (state.status.pause || state.status.state === 'off') return `Belfry, ${lowerFirst(headline(state))}`;
  const next = state.status.next;
  return next ? `Belfry, next at ${time(next.at, state)}` : 'Belfry, nothing is due';
}

function stateLines(state: TrayState): TrayItem[] {
  const { pause, held } = state.status;
  const lines: TrayItem[] = [{ label: headline(state) }];
  if (pause) lines.push({ label: `${held} ${held === 1 ? 'bell' : 'bells'} held since ${time(pause.since, state)}` });
  return lines;
}

function headline(state: TrayState): string {
  const { status, running } = state;
  if (status.problem !== null) return 'The ledger cannot be written';
  if (status.state === 'off') return 'The scheduler is off';
  if (status.pause)
    return status.pause.until >= FOREVER
      ? 'Paused until you resume'
      : `Paused until ${when(status.pause.until, state)}`;
  if (status.jobs === 0) return 'No jobs yet';
  const next = status.next ? `next ${nextWhen(status.next.at, state)}` : 'nothing is due';
  return running.length > 0 ? `${running.length} running, ${next}` : upperFirst(next);
}

function nextWhen(at: number, state: TrayState): string {
  return state.live ? `in ${span(at - state.now)}` : `at ${when(at, state)}`;
}

function runningItem(state: TrayState, run: Run): TrayItem {
  const began = run.startedAt ?? run.dueAt;
  const since = state.live ? span(state.now - began) : `since ${time(began, state)}`;
  return {
    label: `${run.job}, ${since}`,
    submenu: [
      { label: 'Show output', action: { do: 'show', path: `/history?run=${run.id}` } },
      { label: 'Stop', action: { do: 'stop', runId: run.id } },
    ],
  };
}

function bellItem(state: TrayState, bell: Upcoming): TrayItem {
  return { label: `${when(bell.at, state)} ${bell.job}`, action: { do: 'show', path: `/jobs/${bell.jobId}` } };
}

function runItem(state: TrayState): TrayItem {
  const jobs = state.jobs.map(({ id, name }): TrayItem => ({ label: name, action: { do: 'run', jobId: id } }));
  const all: TrayItem = { label: 'All jobs…', action: { do: 'show', path: '/jobs' } };
  return { label: 'Run a job', submenu: jobs.length > 0 ? [...jobs, 'separator', all] : [all] };
}

function resumeItems(state: TrayState): TrayItem[] {
  return [{ label: 'Resume now', action: { do: 'resume' } }, pauseItem('Pause for longer', state.now)];
}

function pauseItem(label: string, now: number): TrayItem {
  return {
    label,
    submenu: [
      { label: 'For 30 minutes', action: { do: 'pause', until: now + 30 * MINUTE } },
      { label: 'For 1 hour', action: { do: 'pause', until: now + 60 * MINUTE } },
      { label: 'Until tomorrow 08:00', action: { do: 'pause', until: tomorrowMorning(now) } },
      { label: 'Until I resume', action: { do: 'pause', until: FOREVER } },
    ],
  };
}

/** 08:00 of the next day in the computer's zone; epoch ms. */
export function tomorrowMorning(now: number): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1, 8).getTime();
}

function time(at: number, { locale }: TrayState): string {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** Time of day, with the weekday or date when it is not today. */
function when(at: number, state: TrayState): string {
  const days = (startOfDay(at) - startOfDay(state.now)) / 86_400_000;
  if (days < 0.5) return time(at, state);
  const day: Intl.DateTimeFormatOptions = days < 6.5 ? { weekday: 'short' } : { day: 'numeric', month: 'short' };
  return `${new Intl.DateTimeFormat(state.locale, day).format(at)} ${time(at, state)}`;
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} m`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours} h ${minutes % 60} m` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
