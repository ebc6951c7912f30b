import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimedSpec } from '#contract/trigger.ts';
import { type Cron, parseCron } from '#core/cron.ts';
import { explain, toCron } from '#core/explain.ts';
import { readSchedule } from '#core/words.ts';

const now = Date.parse('2026-10-23T12:57:07Z');
const zone = 'Europe/Paris';

describe('explanations', () => {
  it.each([
    ['30 2 * * *', 'Every day at 02:30'],
    ['0 15 * * 5', 'Every Friday at 15:00'],
    ['*/10 * * * *', 'Every 10 minutes'],
    ['45 6,19 * * *', 'Every day at 06:45 and 19:45'],
    ['30 * * * *', 'Every hour at :30'],
    ['15,45 * * * *', 'Every hour at :15 and :45'],
    ['39 5 * * * *', 'Every hour at :05:39'],
    ['30 * * * * *', 'Every minute at second 30'],
    ['* * * * * *', 'Every second'],
    ['30 15 9 * * *', 'Every day at 09:15:30'],
    ['0 */3 * * *', 'Every 3 hours'],
    ['0 9-17 * * 1-5', 'Every hour from 09:00 to 17:00, every weekday'],
    ['*/10 9-17 * * *', 'Every 10 minutes from 09:00 to 17:59'],
    ['* 22-2 * * *', 'Every minute from 22:00 to 02:59'],
    ['*/7 * * * *', 'Every 7th minute of every hour'],
    ['5-40/15 8,20 * * *', 'Every 15th minute from 5 to 35 of hours 8 and 20'],
    ['5,10-20 9 * * *', 'At minutes 5 and 10 to 20 of hour 9'],
    ['5-5 9 * * *', 'At minutes 5 to 5 of hour 9'],
    ['0 17 * * 5L', 'On the last Friday of the month at 17:00'],
    ['0 9 * * 1#1', 'On the first Monday of the month at 09:00'],
    ['0 8 1,15 * *', 'On the 1st and 15th of the month at 08:00'],
    ['0 8 20-25,L * *', 'On the 20th to 25th and the last day of the month at 08:00'],
    ['0 8 LW * *', 'On the last weekday of the month at 08:00'],
    ['0 8 L-3 * *', 'On 3 days before the last day of the month at 08:00'],
    ['0 8 15W * *', 'On the weekday nearest the 15th of the month at 08:00'],
    ['0 12 13 * 5', 'On the 13th of the month or every Friday at 12:00'],
    ['0 9 * * MON-FRI', 'Every weekday at 09:00'],
    ['0 9 * * SAT,SUN', 'Every Saturday and Sunday at 09:00'],
    ['0 9 * 1,6-8 1-4', 'Every Monday to Thursday at 09:00, in January and June to August'],
    ['0 8 25 12 *', 'Every year on 25 December at 08:00'],
    ['*/5 * 25 12 *', 'Every 5 minutes, on 25 December'],
    ['@weekly', 'Every Sunday at 00:00'],
  ])('%s', (expression, words) => {
    expect(explain({ kind: 'cron', expression }, zone)).toBe(words);
  });

  it('say intervals and dates in the zone of the job', () => {
    const anchor = Date.parse('2026-10-23T12:43:05Z');
    const every = (n: number): TimedSpec => ({ kind: 'interval', every: n, unit: 'minute', anchor });
    expect(explain(every(45), zone)).toBe('Every 45 minutes, starting 2026-10-23 14:43:05');
    expect(explain(every(1), 'UTC')).toBe('Every minute, starting 2026-10-23 12:43:05');
    expect(explain({ kind: 'once', at: Date.parse('2026-12-24T17:00:00Z') }, zone)).toBe('On 2026-12-24 at 18:00');
  });

  it('give cron where there is one', () => {
    expect(toCron({ kind: 'cron', expression: '0 9 * * 1' })).toBe('0 9 * * 1');
    expect(toCron({ kind: 'once', at: now })).toBeNull();
  });
});

/** What an expression means, whatever its spelling. */
function meaning({ monthRules, weekRules, ...rest }: Cron) {
  const sorted = (rules: object[]) => [...new Set(rules.map((rule) => JSON.stringify(rule)))].sort();
  return { ...rest, monthRules: sorted(monthRules), weekRules: sorted(weekRules) };
}

/** Lists of every kind of item a field allows. */
function field(min: number, max: number, ...more: string[]) {
  const value = fc.integer({ min, max });
  const step = fc.integer({ min: 1, max: Math.min(max, 31) });
  const item = fc.oneof(
    value.map(String),
    fc.tuple(value, value).map(([from, to]) => `${from}-${to}`),
    fc.tuple(value, value, step).map(([from, to, by]) => `${from}-${to}/${by}`),
    fc.tuple(value, step).map(([from, by]) => `${from}/${by}`),
    step.map((by) => `*/${by}`),
    ...(more.length > 0 ? [fc.constantFrom(...more)] : []),
  );
  return fc.oneof(
    fc.constant('*'),
    value.map(String),
    fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => items.join(',')),
  );
}

const expressions = fc
  .tuple(
    fc.oneof(fc.constant('0'), field(0, 59)),
    field(0, 59),
    field(0, 23),
    field(1, 31, 'L', 'LW', 'L-1', 'L-2', 'L-30W', '15W', '1W'),
    field(1, 12, 'JAN', 'MAR-MAY', 'NOV-FEB'),
    field(0, 7, 'MON-FRI', '5L', '1#1', 'MON#2', 'FRIL', 'SAT', '0#5'),
  )
  .map((fields) => fields.join(' '));

describe('words typed back mean the same', () => {
  it('for any cron', () => {
    fc.assert(
      fc.property(expressions, (expression) => {
        const words = explain({ kind: 'cron', expression }, zone);
        const { spec, understood } = readSchedule(words, { now, zone });
        if (spec.kind !== 'cron') throw new Error(`${words} became ${spec.kind}`);
        expect(meaning(parseCron(spec.expression)), words).toEqual(meaning(parseCron(expression)));
        expect(understood.length).toBeGreaterThan(0);
      }),
      { numRuns: 2000 },
    );
  });

  it('for any interval and date, down to the millisecond, also where clocks change', () => {
    const fold = Date.parse('2026-10-25T01:00:00Z');
    const instants = fc.oneof(
      fc.integer({ min: now + 1, max: now + 1e11 }),
      fc.integer({ min: fold - 7_200_000, max: fold + 7_200_000 }),
    );
    const units = fc.constantFrom('second', 'minute', 'hour', 'day', 'week', 'month', 'year');
    const specs = fc.oneof(
      fc.record({
        kind: fc.constant('interval'),
        every: fc.integer({ min: 1, max: 100_000 }),
        unit: units,
        anchor: instants,
      }),
      fc.record({ kind: fc.constant('once'), at: instants }),
    ) as fc.Arbitrary<TimedSpec>;
    const zones = fc.constantFrom('UTC', 'Europe/Paris', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe');
    fc.assert(
      fc.property(specs, zones, (spec, where) => {
        const words = explain(spec, where);
        expect(readSchedule(words, { now, zone: where }).spec, words).toEqual(spec);
      }),
      { numRuns: 1000 },
    );
  });
});
