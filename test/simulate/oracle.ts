/** A wall time, as the runtime's own formatter shows it. */
export interface Wall {
  second: number;
  minute: number;
  hour: number;
  day: number;
  weekday: number;
}

/** A cron expression, and what it means in plain arithmetic: nothing of the product is asked. */
export interface Known {
  expression: string;
  matches: (wall: Wall) => boolean;
}

export const SCHEDULES: Known[] = [
  { expression: '*/7 * * * *', matches: (w) => w.second === 0 && w.minute % 7 === 0 },
  { expression: '30 */20 * * * *', matches: (w) => w.second === 30 && w.minute % 20 === 0 },
  { expression: '15 * * * *', matches: (w) => w.second === 0 && w.minute === 15 },
  { expression: '5 22-2 * * *', matches: (w) => w.second === 0 && w.minute === 5 && (w.hour >= 22 || w.hour <= 2) },
  { expression: '30 2 * * *', matches: (w) => w.second === 0 && w.minute === 30 && w.hour === 2 },
  { expression: '0 9 * * 1-5', matches: (w) => w.second === 0 && w.minute === 0 && w.hour === 9 && isWeekday(w) },
  { expression: '0 12 13 * FRI', matches: (w) => isNoon(w) && (w.day === 13 || w.weekday === 5) },
  { expression: '59 59 23 * * *', matches: (w) => w.second === 59 && w.minute === 59 && w.hour === 23 },
];

const isWeekday = (wall: Wall) => wall.weekday >= 1 && wall.weekday <= 5;
const isNoon = (wall: Wall) => wall.second === 0 && wall.minute === 0 && wall.hour === 12;

export const ZONES = [
  'UTC',
  'Europe/Paris',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Cairo',
];

const QUARTER = 900_000;

/** Every second in (from, to] whose wall time in `zone` matches; offsets change on quarters of an hour only. */
export function occurrences({ matches }: Known, zone: string, from: number, to: number): number[] {
  const offset = offsetReader(zone);
  const found: number[] = [];
  for (let quarter = Math.floor(from / QUARTER) * QUARTER; quarter <= to; quarter += QUARTER) {
    const shift = offset(quarter);
    for (let at = Math.max(quarter, from + 1000); at < quarter + QUARTER && at <= to; at += 1000) {
      const date = new Date(at + shift);
      const [second, minute, hour] = [date.getUTCSeconds(), date.getUTCMinutes(), date.getUTCHours()];
      if (matches({ second, minute, hour, day: date.getUTCDate(), weekday: date.getUTCDay() })) found.push(at);
    }
  }
  return found;
}

function offsetReader(timeZone: string): (at: number) => number {
  const numeric = 'numeric' as const;
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric },
  });
  return (at) => {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute) - at;
  };
}
