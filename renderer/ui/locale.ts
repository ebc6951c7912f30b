import type { Settings } from '#contract/settings.ts';

/** Weekdays count from Monday, 0 to 6. */
const DAYS = { monday: 0, saturday: 5, sunday: 6 };
const LAST = 6;

interface WeekInfo {
  /** 1 = Monday. */
  firstDay: number;
}

/** The weekday a week begins with, 0 = Monday: what is set, or the way of the system's locale. */
export function firstWeekday(set: Settings['firstWeekday'], locale: string = navigator.language): number {
  if (set !== 'system') return DAYS[set];
  // A getter in older engines, a method in newer ones; TypeScript knows neither.
  const known = new Intl.Locale(locale) as { weekInfo?: WeekInfo; getWeekInfo?: () => WeekInfo };
  const info = known.getWeekInfo?.() ?? known.weekInfo;
  return info ? (info.firstDay - 1) % (LAST + 1) : 0;
}

/** Whether the system's locale writes days as twice 12 hours. */
export const systemHourCycle = (locale?: string): '12' | '24' =>
  new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hour12 ? '12' : '24';
