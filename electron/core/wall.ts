import { civil, DAY_MS, dayNumber, daysIn, daysOf } from './calendar.ts';
import type { Cron } from './cron.ts';

/** A fifth Friday in February comes every 28 years, over a century without leap day every 40. */
const HORIZON_MONTHS = 12 * 41;

/** The wall times an expression names, as if every day had 24 hours: ms "as if UTC". Zones come on top of it. */
export class WallTimes {
  private readonly perDay: number;

  constructor(readonly cron: Cron) {
    this.perDay = cron.seconds.length * cron.minutes.length * cron.hours.length;
  }

  /** First match at or after `wall`, or null when none comes within the horizon. */
  next(wall: number): number | null {
    const whole = Math.ceil(wall / 1000) * 1000;
    const day = Math.floor(whole / DAY_MS);
    const sod = (whole - day * DAY_MS) / 1000;
    if (this.matchesDay(day)) {
      const time = this.timeFrom(sod);
      if (time !== null) return day * DAY_MS + time * 1000;
    }
    const next = this.dayFrom(day + 1);
    return next === null ? null : next * DAY_MS + (this.timeFrom(0) as number) * 1000;
  }

  /** Last match at or before `wall`, or null. */
  previous(wall: number): number | null {
    const whole = Math.floor(wall / 1000) * 1000;
    const day = Math.floor(whole / DAY_MS);
    const sod = (whole - day * DAY_MS) / 1000;
    if (this.matchesDay(day)) {
      const time = this.timeUpTo(sod);
      if (time !== null) return day * DAY_MS + time * 1000;
    }
    const previous = this.dayUpTo(day - 1);
    return previous === null ? null : previous * DAY_MS + (this.timeUpTo(86_399) as number) * 1000;
  }

  /** Matches in [from, to). Whole days are counted by arithmetic. */
  count(from: number, to: number): number {
    if (to <= from) return 0;
    const a = Math.ceil(from / 1000);
    const b = Math.ceil(to / 1000);
    const firstDay = Math.floor(a / 86_400);
    const lastDay = Math.floor(b / 86_400);
    const rank = (day: number, seconds: number) => (this.matchesDay(day) ? this.rank(seconds - day * 86_400) : 0);
    if (firstDay === lastDay) return rank(firstDay, b) - rank(firstDay, a);
    const head = (this.matchesDay(firstDay) ? this.perDay : 0) - rank(firstDay, a);
    return head + this.perDay * this.countDays(firstDay + 1, lastDay) + rank(lastDay, b);
  }

  private matchesDay(number: number): boolean {
    const { year, month, day } = civil(number);
    return (daysOf(this.cron, year, month) & (1 << day)) !== 0;
  }

  private dayFrom(from: number): number | null {
    let { year, month, day } = civil(from);
    for (let months = 0; months <= HORIZON_MONTHS; months++) {
      const mask = daysOf(this.cron, year, month) & (-1 << day);
      if (mask !== 0) return dayNumber(year, month, 31 - Math.clz32(mask & -mask));
      day = 1;
      if (++month > 12) [year, month] = [year + 1, 1];
    }
    return null;
  }

  private dayUpTo(to: number): number | null {
    let { year, month, day } = civil(to);
    for (let months = 0; months <= HORIZON_MONTHS; months++) {
      const mask = daysOf(this.cron, year, month) & (day === 31 ? -1 : (1 << (day + 1)) - 1);
      if (mask !== 0) return dayNumber(year, month, 31 - Math.clz32(mask));
      if (--month < 1) [year, month] = [year - 1, 12];
      day = daysIn(year, month);
    }
    return null;
  }

  /** Matching days in [from, to). */
  private countDays(from: number, to: number): number {
    let total = 0;
    let { year, month, day } = civil(from);
    for (let at = from; at < to; ) {
      const length = daysIn(year, month);
      const last = Math.min(length, day + (to - at) - 1);
      const upTo = last === 31 ? -1 : (1 << (last + 1)) - 1;
      total += ones(daysOf(this.cron, year, month) & (-1 << day) & upTo);
      at += last - day + 1;
      day = 1;
      if (++month > 12) [year, month] = [year + 1, 1];
    }
    return total;
  }

  /** First time of day at or after `sod` (seconds of day), or null. */
  private timeFrom(sod: number): number | null {
    const { hours, minutes, seconds } = this.cron;
    const hour = Math.floor(sod / 3600);
    const minute = Math.floor(sod / 60) % 60;
    const h = atLeast(hours, hour);
    if (h === undefined) return null;
    const first = (minutes[0] as number) * 60 + (seconds[0] as number);
    if (h > hour) return h * 3600 + first;
    const s = atLeast(seconds, sod % 60);
    const m = atLeast(minutes, s === undefined ? minute + 1 : minute);
    if (m !== undefined) return h * 3600 + m * 60 + (m > minute ? (seconds[0] as number) : (s as number));
    const later = atLeast(hours, hour + 1);
    return later === undefined ? null : later * 3600 + first;
  }

  private timeUpTo(sod: number): number | null {
    const { hours, minutes, seconds } = this.cron;
    const hour = Math.floor(sod / 3600);
    const minute = Math.floor(sod / 60) % 60;
    const h = atMost(hours, hour);
    if (h === undefined) return null;
    const last = (minutes.at(-1) as number) * 60 + (seconds.at(-1) as number);
    if (h < hour) return h * 3600 + last;
    const s = atMost(seconds, sod % 60);
    const m = atMost(minutes, s === undefined ? minute - 1 : minute);
    if (m !== undefined) return h * 3600 + m * 60 + (m < minute ? (seconds.at(-1) as number) : (s as number));
    const earlier = atMost(hours, hour - 1);
    return earlier === undefined ? null : earlier * 3600 + last;
  }

  /** How many times of day lie before `sod`. */
  private rank(sod: number): number {
    const { hours, minutes, seconds } = this.cron;
    const hour = Math.floor(sod / 3600);
    const minute = Math.floor(sod / 60) % 60;
    let total = below(hours, hour) * minutes.length * seconds.length;
    if (!hours.includes(hour)) return total;
    total += below(minutes, minute) * seconds.length;
    return minutes.includes(minute) ? total + below(seconds, sod % 60) : total;
  }
}

const atLeast = (values: number[], least: number) => values.find((value) => value >= least);
const atMost = (values: number[], most: number) => values.findLast((value) => value <= most);

function below(values: number[], limit: number): number {
  let count = 0;
  for (const value of values) if (value < limit) count++;
  return count;
}

function ones(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
