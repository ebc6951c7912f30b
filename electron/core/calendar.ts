import type { Cron, DayRule } from './cron.ts';

export const DAY_MS = 86_400_000;

/** 0 = Sunday; `day` counts from 1970-01-01, a Thursday. */
export const weekdayOf = (day: number) => (((day + 4) % 7) + 7) % 7;

/** Days since 1970-01-01 of a civil date; months 1 to 12. After Howard Hinnant's days_from_civil. */
export function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The inverse of dayNumber. */
export function civil(day: number): { year: number; month: number; day: number } {
  const z = day + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

export function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The days of a month that an expression names, bit d = day d. */
export function daysOf(cron: Cron, year: number, month: number): number {
  if ((cron.months & (1 << month)) === 0) return 0;
  const length = daysIn(year, month);
  const all = ((1 << (length - 1)) - 1) * 4 + 2;
  if (cron.anyDayOfMonth && cron.anyWeekday) return all;
  const first = weekdayOf(dayNumber(year, month, 1));
  const byMonth = cron.anyDayOfMonth ? 0 : (cron.daysOfMonth | ruled(cron.monthRules, length, first)) & all;
  const byWeek = cron.anyWeekday ? 0 : weekly(cron.weekdays, length, first) | ruled(cron.weekRules, length, first);
  return byMonth | byWeek;
}

function weekly(weekdays: number, length: number, first: number): number {
  let mask = 0;
  for (let day = 1; day <= length; day++) if (weekdays & (1 << ((first + day - 1) % 7))) mask |= 1 << day;
  return mask;
}

function ruled(rules: DayRule[], length: number, first: number): number {
  let mask = 0;
  for (const rule of rules) {
    const day = ruledDay(rule, length, first);
    if (day >= 1 && day <= length) mask |= 1 << day;
  }
  return mask;
}

/** The day a rule names, outside 1..length when the month has none. */
function ruledDay(rule: DayRule, length: number, first: number): number {
  const weekday = (day: number) => (first + day - 1) % 7;
  switch (rule.kind) {
    case 'last': {
      const day = length - rule.minus;
      return rule.nearestWeekday && day >= 1 ? nearestWeekday(day, length, weekday(day)) : day;
    }
    case 'nearest':
      return rule.day > length ? 0 : nearestWeekday(rule.day, length, weekday(rule.day));
    case 'last-weekday-of':
      return length - ((weekday(length) - rule.weekday + 7) % 7);
    case 'nth':
      return 1 + ((rule.weekday - first + 7) % 7) + 7 * (rule.n - 1);
  }
}

/** Monday to Friday closest to `day`, never over the edge of the month (Quartz, "W"). */
function nearestWeekday(day: number, length: number, weekday: number): number {
  if (weekday === 6) return day === 1 ? 3 : day - 1;
  if (weekday === 0) return day === length ? day - 2 : day + 1;
  return day;
}
