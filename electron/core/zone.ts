/** A stretch of time with one UTC offset; edges of a chunk without a change have `before === offset`. Epoch ms. */
export interface Segment {
  start: number;
  /** Exclusive. */
  end: number;
  /** Wall time minus UTC, in ms. */
  offset: number;
  /** The offset that held just before `start`. */
  before: number;
}

export interface Zone {
  segmentAt(at: number): Segment;
}

/** A mean Gregorian year, the grain in which changes of offset are looked up and kept. */
const CHUNK = 31_556_952_000;
/** No zone changed and changed back within this time, as far as the database tells. */
const PROBE = 7 * 86_400_000;

const zones = new Map<string, Zone>();

/** The changes of offset of an IANA zone, from the ICU data of the runtime; looked up once a year and zone. */
export function zoneOf(name: string): Zone {
  let zone = zones.get(name);
  if (!zone) {
    zone = /^(Etc\/)?(UTC|GMT)$/.test(name) ? UTC : createZone(name);
    zones.set(name, zone);
  }
  return zone;
}

const ALWAYS: Segment = { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY, offset: 0, before: 0 };
const UTC: Zone = { segmentAt: () => ALWAYS };

function createZone(name: string): Zone {
  const offset = offsetReader(name);
  const chunks = new Map<number, Segment[]>();
  return {
    segmentAt: (at) => {
      const index = Math.floor(at / CHUNK);
      let segments = chunks.get(index);
      if (!segments) {
        segments = readChunk(offset, index * CHUNK, (index + 1) * CHUNK);
        chunks.set(index, segments);
      }
      let found = segments[0] as Segment;
      for (const segment of segments) if (segment.start <= at) found = segment;
      return found;
    },
  };
}

function readChunk(offset: (at: number) => number, from: number, to: number): Segment[] {
  const before = offset(from - 1);
  const segments: Segment[] = [{ start: from, end: to, offset: offset(from), before }];
  for (let at = from; at < to; ) {
    const next = Math.min(at + PROBE, to - 1);
    const last = segments.at(-1) as Segment;
    if (next <= at) break;
    if (offset(next) !== last.offset) {
      const change = bisect(offset, at, next, last.offset);
      last.end = change;
      segments.push({ start: change, end: to, offset: offset(change), before: last.offset });
      at = change;
    } else at = next;
  }
  return segments;
}

/** First whole second in (low, high] whose offset is no longer `was`. */
function bisect(offset: (at: number) => number, low: number, high: number, was: number): number {
  let a = Math.floor(low / 1000);
  let b = Math.ceil(high / 1000);
  while (b - a > 1) {
    const middle = Math.floor((a + b) / 2);
    if (offset(middle * 1000) === was) a = middle;
    else b = middle;
  }
  return b * 1000;
}

/** Reads `GMT+05:45` or `GMT-00:44:30`: four times as fast as asking for the fields of the date. */
function offsetReader(name: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  return (at) => {
    const [, sign, hours, minutes, seconds] = OFFSET.exec(format.format(at)) ?? [];
    const ms = ((Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds ?? 0)) * 1000;
    return sign === '-' ? -ms : ms;
  };
}

const OFFSET = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/;

/** Instants at which a wall time (as if UTC, ms) is shown: none in a gap, two in a repetition. */
export function instantsOf(zone: Zone, wall: number): number[] {
  const found: number[] = [];
  for (const segment of segmentsAround(zone, wall)) {
    const at = wall - segment.offset;
    if (at >= segment.start && at < segment.end) found.push(at);
  }
  return found;
}

/** The change of clocks that left out a wall time, or null. */
export function gapAround(zone: Zone, wall: number): Segment | null {
  for (const segment of segmentsAround(zone, wall)) {
    if (wall >= segment.start + segment.before && wall < segment.start + segment.offset) return segment;
  }
  return null;
}

/** Offsets lie between -12 and +14 hours, and Samoa once skipped a day. */
const REACH = 26 * 3_600_000;

function segmentsAround(zone: Zone, wall: number): Segment[] {
  const found: Segment[] = [];
  for (let at = wall - REACH; at <= wall + REACH; ) {
    const segment = zone.segmentAt(at);
    found.push(segment);
    at = segment.end;
  }
  return found;
}
