import { FOREVER } from '#contract/limits.ts';
import type { TrayState } from './tray-menu.ts';

const DAY = 86_400_000;

type Ways = Pick<TrayState, 'locale' | 'hourCycle' | 'now'>;

/** Time of day as the person writes it. */
export function time(at: number, { locale, hourCycle }: Omit<Ways, 'now'>): string {
  if (hourCycle === 'system') return new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(at);
  const hour12 = hourCycle === '12';
  const digits = { hour: hour12 ? 'numeric' : '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(locale, { ...digits, hour12 }).format(at);
}

/** Time of day, with the weekday or date when it is not today. */
export function when(at: number, ways: Ways): string {
  const days = Math.round((startOfDay(at) - startOfDay(ways.now)) / DAY);
  if (days === 0) return time(at, ways);
  const day: Intl.DateTimeFormatOptions =
    Math.abs(days) < 7 ? { weekday: 'short' } : { day: 'numeric', month: 'short' };
  return `${new Intl.DateTimeFormat(ways.locale, day).format(at)} ${time(at, ways)}`;
}

/** A length of time in its largest units: "9 s", "13 m", "4 h 32 m", "1 d 15 h". */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} m`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? pair(hours, 'h', minutes % 60, 'm') : pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

const pair = (a: number, aUnit: string, b: number, bUnit: string) =>
  b === 0 ? `${a} ${aUnit}` : `${a} ${aUnit} ${b} ${bUnit}`;

/** What the scheduler is doing, in one line. */
export function headline(state: TrayState): string {
  const { status, running, failing } = state;
  if (status.state === 'off') return 'The scheduler is off';
  if (status.pause)
    return status.pause.until >= FOREVER
      ? 'Paused until you resume'
      : `Paused until ${when(status.pause.until, state)}`;
  if (status.problem !== null) return PROBLEM;
  if (failing.length > 0) return failing.length === 1 ? '1 job is failing' : `${failing.length} jobs are failing`;
  if (status.jobs === 0) return 'No jobs yet';
  const next = status.next ? `next ${nextWhen(status.next.at, state)}` : 'nothing is due';
  return running.length > 0 ? `${running.length} running, ${next}` : upperFirst(next);
}

export const PROBLEM = 'The ledger cannot be written';

/** One line for whoever only looks at the icon. */
export function tooltip(state: TrayState): string {
  const { status, failing } = state;
  if (status.pause || status.state === 'off' || status.problem !== null || failing.length > 0)
    return `Belfry, ${lowerFirst(headline(state))}`;
  return status.next ? `Belfry, next at ${when(status.next.at, state)}` : 'Belfry, nothing is due';
}

/** 08:00 of the next day in the computer's zone; epoch ms. */
export function tomorrowMorning(now: number): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1, 8).getTime();
}

const nextWhen = (at: number, state: TrayState) =>
  state.live ? `in ${span(at - state.now)}` : `at ${when(at, state)}`;
const startOfDay = (at: number) => new Date(at).setHours(0, 0, 0, 0);
const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
