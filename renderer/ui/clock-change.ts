const MINUTE = 60_000;
const DAY = 86_400_000;
/** Zones that change at all do so within a year. */
const AHEAD_DAYS = 400;

/** A change of a zone's clocks. */
export interface ClockChange {
  /** Epoch ms. */
  at: number;
  direction: 'back' | 'forward';
  /** What clocks show just before and from then on, as epoch ms of a day in UTC. */
  before: number;
  after: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Wall time of an instant (epoch ms) in a zone, as if it were UTC. */
function wallOf(at: number, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
    formats.set(zone, format);
  }
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

const offsetAt = (at: number, zone: string) => wallOf(at, zone) - Math.floor(at / 1000) * 1000;

/** The first change of a zone's clocks after `from` and up to `until` (epoch ms); null without one. */
export function clockChange(zone: string, from: number, until: number): ClockChange | null {
  for (let low = from; low < until; low += DAY) {
    const high = Math.min(low + DAY, until);
    if (offsetAt(low, zone) !== offsetAt(high, zone)) return narrow(zone, low, high);
  }
  return null;
}

function narrow(zone: string, from: number, until: number): ClockChange {
  let low = Math.floor(from / MINUTE);
  let high = Math.ceil(until / MINUTE);
  const old = offsetAt(from, zone);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * MINUTE, zone) === old) low = middle;
    else high = middle;
  }
  const at = high * MINUTE;
  const after = wallOf(at, zone);
  return { at, direction: at + old > after ? 'back' : 'forward', before: at + old, after };
}

/** The next change in a direction after `from` (epoch ms); null in zones that have none. */
export function nextChange(zone: string, direction: ClockChange['direction'], from: number): ClockChange | null {
  const until = from + AHEAD_DAYS * DAY;
  let change = clockChange(zone, from, until);
  while (change && change.direction !== direction) change = clockChange(zone, change.at, until);
  return change;
}

/** The change that makes a due time special (epoch ms): it lies within a day of it. */
export const changeNear = (zone: string, at: number): ClockChange | null => clockChange(zone, at - DAY, at + DAY);
