import type { Cron, DayRule } from './cron.ts';
import { listed, MONTH_NAMES, ORDINALS, ordinal, stretches, WEEKDAY_NAMES } from './names.ts';

/** The days in words: `every weekday`, `on the 1st and 15th of the month`, `on the 13th of the month or every Friday`. */
export function dayWords(cron: Cron): string {
  if (cron.anyDayOfMonth && cron.anyWeekday) return 'every day';
  const yearly = yearWords(cron);
  if (yearly) return yearly;
  const ofMonth = [
    cron.anyDayOfMonth ? '' : listed([...dates(cron.daysOfMonth), ...cron.monthRules.map(ruleWords)]),
    cron.anyWeekday ? '' : listed(cron.weekRules.map(ruleWords)),
  ].filter(Boolean);
  const weekly = cron.anyWeekday || cron.weekdays === 0 ? [] : [`every ${weekdays(cron.weekdays)}`];
  const month = ofMonth.length > 0 ? [`on ${ofMonth.join(' or ')} of the month`] : [];
  return [...month, ...weekly].join(' or ');
}

/** `in January and March to May`; nothing for all twelve, or where the days name the month. */
export function monthWords(cron: Cron): string {
  const months = members(cron.months, 1, 12);
  if (months.length === 12 || yearWords(cron)) return '';
  const name = (month: number) => MONTH_NAMES[month - 1] as string;
  return `in ${listed(stretches(months, 3).map(([a, b]) => (a === b ? name(a) : `${name(a)} to ${name(b)}`)))}`;
}

function yearWords({ anyWeekday, anyDayOfMonth, monthRules, daysOfMonth, months }: Cron): string | null {
  const [days, of] = [members(daysOfMonth, 1, 31), members(months, 1, 12)];
  if (!anyWeekday || anyDayOfMonth || monthRules.length > 0 || days.length !== 1 || of.length !== 1) return null;
  return `every year on ${days[0]} ${MONTH_NAMES[(of[0] as number) - 1]}`;
}

function dates(mask: number): string[] {
  const runs = stretches(members(mask, 1, 31), 3);
  return runs.map(
    ([a, b], at) => `${at === 0 ? 'the ' : ''}${a === b ? ordinal(a) : `${ordinal(a)} to ${ordinal(b)}`}`,
  );
}

function weekdays(mask: number): string {
  if (mask === 0b0111110) return 'weekday';
  // From Monday on, Sunday last.
  const days = members((mask & ~1) | ((mask & 1) << 7), 1, 7);
  const name = (day: number) => WEEKDAY_NAMES[day % 7] as string;
  return listed(stretches(days, 3).map(([a, b]) => (a === b ? name(a) : `${name(a)} to ${name(b)}`)));
}

function ruleWords(rule: DayRule): string {
  switch (rule.kind) {
    case 'last': {
      const before = rule.minus === 1 ? '1 day before ' : rule.minus > 0 ? `${rule.minus} days before ` : '';
      if (!rule.nearestWeekday) return `${before}the last day`;
      return rule.minus === 0 ? 'the last weekday' : `the weekday nearest ${before}the last day`;
    }
    case 'last-weekday-of':
      return `the last ${WEEKDAY_NAMES[rule.weekday]}`;
    case 'nth':
      return `the ${ORDINALS[rule.n - 1]} ${WEEKDAY_NAMES[rule.weekday]}`;
    case 'nearest':
      return `the weekday nearest the ${ordinal(rule.day)}`;
  }
}

function members(mask: number, from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at).filter((value) => mask & (1 << value));
}
