import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DaylightSaving } from '#contract/policy.ts';
import type { TimedSpec } from '#contract/trigger.ts';
import { parseCron } from '#core/cron.ts';
import { sequenceOf, upcoming } from '#core/occurrences.ts';

const DEFAULT: DaylightSaving = { gap: 'after', repeat: 'auto' };
const cron = (expression: string): TimedSpec => ({ kind: 'cron', expression });
const next = (spec: TimedSpec, zone: string, from: string, count = 1, dst = DEFAULT) =>
  upcoming(sequenceOf(spec, zone, dst), Date.parse(from), count).map(({ at, note }) => {
    const iso = new Date(at).toISOString().replace('.000Z', 'Z');
    return note ? `${iso} ${note}` : iso;
  });

describe('daylight saving', () => {
  it.each([
    [
      'a fixed time in the gap rings after it',
      '30 2 * * *',
      'America/New_York',
      '2026-03-08T00:00:00Z',
      DEFAULT,
      ['2026-03-08T07:00:00Z moved-after-gap', '2026-03-09T06:30:00Z'],
    ],
    [
      'or not at all',
      '30 2 * * *',
      'America/New_York',
      '2026-03-08T00:00:00Z',
      { gap: 'skip', repeat: 'auto' },
      ['2026-03-09T06:30:00Z'],
    ],
    [
      'several in one gap ring once',
      '0,30 2 * * *',
      'Europe/Paris',
      '2026-03-29T00:00:00Z',
      DEFAULT,
      ['2026-03-29T01:00:00Z moved-after-gap', '2026-03-30T00:00:00Z'],
    ],
    [
      'a repeated time rings the first time',
      '30 2 * * *',
      'Europe/Paris',
      '2026-10-24T12:00:00Z',
      DEFAULT,
      ['2026-10-25T00:30:00Z first-of-two', '2026-10-26T01:30:00Z'],
    ],
    [
      'or both',
      '30 2 * * *',
      'Europe/Paris',
      '2026-10-24T12:00:00Z',
      { gap: 'after', repeat: 'both' },
      ['2026-10-25T00:30:00Z first-of-two', '2026-10-25T01:30:00Z second-of-two'],
    ],
    [
      'a rhythm goes on through the repetition',
      '0 * * * *',
      'Europe/Paris',
      '2026-10-24T23:30:00Z',
      DEFAULT,
      ['2026-10-25T00:00:00Z first-of-two', '2026-10-25T01:00:00Z second-of-two', '2026-10-25T02:00:00Z'],
    ],
    [
      'or rings once',
      '0 * * * *',
      'Europe/Paris',
      '2026-10-24T23:30:00Z',
      { gap: 'after', repeat: 'once' },
      ['2026-10-25T00:00:00Z first-of-two', '2026-10-25T02:00:00Z'],
    ],
    [
      'a rhythm keeps its step through the gap',
      '15 * * * *',
      'Europe/Paris',
      '2026-03-29T00:00:00Z',
      DEFAULT,
      ['2026-03-29T00:15:00Z', '2026-03-29T01:15:00Z'],
    ],
    [
      'a half-hour shift',
      '15 2 * * *',
      'Australia/Lord_Howe',
      '2026-10-03T00:00:00Z',
      DEFAULT,
      ['2026-10-03T15:30:00Z moved-after-gap'],
    ],
    [
      'a gap at midnight',
      '0 0 * * *',
      'America/Havana',
      '2025-03-08T12:00:00Z',
      DEFAULT,
      ['2025-03-09T05:00:00Z moved-after-gap'],
    ],
    [
      'a day that never was',
      '0 12 30 12 *',
      'Pacific/Apia',
      '2011-12-01T00:00:00Z',
      DEFAULT,
      ['2011-12-30T10:00:00Z moved-after-gap', '2012-12-29T22:00:00Z'],
    ],
  ] as const)('%s', (_what, expression, zone, from, dst, wanted) => {
    expect(next(cron(expression), zone, from, wanted.length, dst)).toEqual(wanted);
  });
});

describe('intervals', () => {
  const every = (
    n: number,
    unit: 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year',
    anchor: string,
  ): TimedSpec => ({
    ...{ kind: 'interval', every: n, unit, anchor: Date.parse(anchor) },
  });

  it('keep real time in hours, and wall time in days', () => {
    const anchor = '2026-03-28T11:00:00Z';
    expect(next(every(24, 'hour', anchor), 'Europe/Paris', anchor, 2)).toEqual([
      '2026-03-29T11:00:00Z',
      '2026-03-30T11:00:00Z',
    ]);
    expect(next(every(1, 'day', anchor), 'Europe/Paris', anchor, 2)).toEqual([
      '2026-03-29T10:00:00Z',
      '2026-03-30T10:00:00Z',
    ]);
  });

  it('keep the anchor’s day, clamped to the end of the month', () => {
    expect(next(every(1, 'month', '2027-12-31T08:00:00Z'), 'UTC', '2027-12-31T08:00:00Z', 4)).toEqual([
      ...['2028-01-31T08:00:00Z', '2028-02-29T08:00:00Z', '2028-03-31T08:00:00Z', '2028-04-30T08:00:00Z'],
    ]);
    expect(next(every(1, 'year', '2028-02-29T08:00:00Z'), 'UTC', '2029-01-01T00:00:00Z', 2)).toEqual([
      '2029-02-28T08:00:00Z',
      '2030-02-28T08:00:00Z',
    ]);
  });

  it('begin at the anchor, even far ahead', () => {
    expect(next(every(2, 'week', '2030-01-07T09:00:00Z'), 'UTC', '2026-01-01T00:00:00Z', 2)).toEqual([
      '2030-01-07T09:00:00Z',
      '2030-01-21T09:00:00Z',
    ]);
  });
});

describe('the far future', () => {
  it.each([
    ['0 0 29 2 *', '2096-03-01T00:00:00Z', '2104-02-29T00:00:00Z'],
    ['0 0 * 2 FRI#5', '2080-03-01T00:00:00Z', '2108-02-24T00:00:00Z'],
  ])('%s after %s', (expression, from, wanted) => {
    const [found] = next(cron(expression), 'UTC', from);
    expect(found === undefined || found >= from).toBe(true);
    if (expression.includes('29 2')) expect(found).toBe(wanted);
  });

  it('never comes for 30 February, and says so quickly', () => {
    expect(next(cron('0 0 30 2 *'), 'Europe/Paris', '2026-01-01T00:00:00Z')).toEqual([]);
    expect(sequenceOf(cron('0 0 30 2 *'), 'UTC', DEFAULT).count(0, 4e12)).toBe(0);
  });
});

/** Independent and slow: asks every second of a stretch whether it matches, by Intl alone. */
function oracle(expression: string, zone: string, from: number, to: number): number[] {
  const parsed = parseCron(expression);
  const format = new Intl.DateTimeFormat('en-GB', {
    ...({ timeZone: zone, hourCycle: 'h23', weekday: 'short', day: 'numeric', month: 'numeric' } as const),
    ...({ hour: 'numeric', minute: 'numeric', second: 'numeric', year: 'numeric' } as const),
  });
  const found: number[] = [];
  const shown = new Set<string>();
  for (let at = from; at <= to; at += 60_000) {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const key = format.format(at);
    const second = shown.has(key);
    shown.add(key);
    const weekday = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(parts.weekday as string);
    const matches =
      parsed.hours.includes(Number(parts.hour)) &&
      parsed.minutes.includes(Number(parts.minute)) &&
      (parsed.months & (1 << Number(parts.month))) !== 0 &&
      (parsed.anyDayOfMonth
        ? parsed.anyWeekday || (parsed.weekdays & (1 << weekday)) !== 0
        : (parsed.daysOfMonth & (1 << Number(parts.day))) !== 0 ||
          (!parsed.anyWeekday && (parsed.weekdays & (1 << weekday)) !== 0));
    if (matches && (parsed.rhythm || !second)) found.push(at);
  }
  return found;
}

const zones = fc.constantFrom(
  'UTC',
  'Europe/Paris',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Santiago',
  'Africa/Casablanca',
  'Pacific/Apia',
);
const list = (max: number) =>
  fc.array(fc.integer({ min: 0, max }), { minLength: 1, maxLength: 3 }).map((values) => values.join(','));
const expressions = fc
  .tuple(
    fc.oneof(fc.constantFrom('*', '*/7', '5-20/5', '50-10'), list(59)),
    fc.oneof(fc.constantFrom('*', '*/3', '22-2'), list(23)),
    fc.constantFrom('*', '1', '28-3', '*/2', '?'),
    fc.constantFrom('*', '3,10', '*/2'),
    fc.constantFrom('*', 'MON-FRI', 'SUN', 'FRI-MON'),
  )
  .map((fields) => fields.join(' '));
const starts = fc
  .integer({ min: Date.UTC(2024, 0, 1) / 60_000, max: Date.UTC(2028, 0, 1) / 60_000 })
  .map((minute) => minute * 60_000);

describe('properties', () => {
  it('agrees with an oracle that asks every minute of two days', () => {
    fc.assert(
      fc.property(expressions, zones, starts, (expression, zone, from) => {
        const to = from + 2 * 86_400_000;
        const sequence = sequenceOf(cron(expression), zone, { gap: 'skip', repeat: 'auto' });
        const found: number[] = [];
        for (let at = sequence.next(from - 1); at !== null && at <= to; at = sequence.next(at)) found.push(at);
        // The oracle sees a repetition only if it saw the first pass too.
        const settled = from + 4 * 3_600_000;
        expect(found.filter((at) => at > settled)).toEqual(
          oracle(expression, zone, from, to).filter((at) => at > settled),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('goes back the way it came, and counts what it passes', () => {
    const specs = fc.oneof(
      expressions.map(cron),
      fc.record({
        kind: fc.constant('interval' as const),
        every: fc.integer({ min: 1, max: 40 }),
        unit: fc.constantFrom(
          'minute' as const,
          'hour' as const,
          'day' as const,
          'week' as const,
          'month' as const,
          'year' as const,
        ),
        anchor: starts,
      }),
    );
    const settings = fc.record({
      gap: fc.constantFrom('after' as const, 'skip' as const),
      repeat: fc.constantFrom('auto' as const, 'once' as const, 'both' as const),
    });
    fc.assert(
      fc.property(specs, zones, starts, settings, (spec, zone, from, dst) => {
        const sequence = sequenceOf(spec, zone, dst);
        const found = upcoming(sequence, from, 40).map(({ at }) => at);
        const last = found.at(-1);
        if (last === undefined) return;
        expect(sequence.count(from, last)).toBe(found.length);
        const back: number[] = [];
        for (let at = sequence.previous(last); at !== null && at > from; at = sequence.previous(at - 1)) back.push(at);
        expect(back.reverse()).toEqual(found);
        expect([...found].sort((a, b) => a - b)).toEqual(found);
      }),
      { numRuns: 400 },
    );
  });

  it('never depends on the moment of asking', () => {
    fc.assert(
      fc.property(
        expressions,
        zones,
        starts,
        fc.integer({ min: 0, max: 86_400_000 }),
        (expression, zone, from, later) => {
          const sequence = sequenceOf(cron(expression), zone, DEFAULT);
          const first = sequence.next(from);
          if (first !== null && from + later < first) expect(sequence.next(from + later)).toBe(first);
        },
      ),
    );
  });
});

describe('refusals', () => {
  it.each([
    ['61 * * * *', /minute field, “61” is outside 0 to 59; e\.g\./],
    ['* * * *', /5 or 6 fields, this has 4/],
    ['* * * * * * *', /this has 7/],
    ['*/90 * * * *', /step outside 1 to 59/],
    ['1,,2 * * * *', /minute field, “” is empty/],
    ['0 9 * * MON#6', /day of week field, “MON#6” asks for a week other than 1 to 5/],
    ['@often', /There is no @often/],
    ['', /this has 0/],
  ])('%s', (expression, message) => {
    expect(() => sequenceOf(cron(expression), 'UTC', DEFAULT)).toThrow(message);
  });
  it('an unknown zone', () => {
    expect(() => sequenceOf(cron('* * * * *'), 'Mars/Base', DEFAULT)).toThrow(/Unknown time zone/);
  });
});
