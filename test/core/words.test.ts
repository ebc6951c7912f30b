import { describe, expect, it } from 'vitest';
import { EXAMPLES } from '#core/said.ts';
import { checkTriggers } from '#core/schedule.ts';
import { readSchedule } from '#core/words.ts';

const now = Date.parse('2026-10-23T12:57:07Z');
const zone = 'Europe/Paris';
const read = (text: string) => readSchedule(text, { now, zone }).spec;
const DST = { gap: 'after', repeat: 'auto' } as const;

describe('words to cron', () => {
  it.each([
    ['every weekday at 9:30', '30 9 * * 1,2,3,4,5'],
    ['every 20 minutes', '*/20 * * * *'],
    ['every minute', '* * * * *'],
    ['every second', '* * * * * *'],
    ['every minute at second 30', '30 * * * * *'],
    ['every 15 seconds', '*/15 * * * * *'],
    ['every 3 hours', '0 */3 * * *'],
    ['hourly', '0 * * * *'],
    ['every hour at :30', '30 * * * *'],
    ['every hour at :05:39', '39 5 * * * *'],
    ['every quarter hour', '*/15 * * * *'],
    ['every half hour', '*/30 * * * *'],
    ['last friday of the month at 17:00', '0 17 * * 5L'],
    ['first monday of the month at 9', '0 9 * * 1#1'],
    ['on the last day of the month at 23:59', '59 23 L * *'],
    ['last weekday of the month at 18:00', '0 18 LW * *'],
    ['Every day at 2:30', '30 2 * * *'],
    ['daily at noon', '0 12 * * *'],
    ['weekdays at 9am and 5pm', '0 9,17 * * 1,2,3,4,5'],
    ['at 9 pm on weekends', '0 21 * * 0,6'],
    ['on the 1st and 15th at 8:00', '0 8 1,15 * *'],
    ['every monday, wednesday and friday at 7', '0 7 * * 1,3,5'],
    ['mon-fri 8:15', '15 8 * * 1,2,3,4,5'],
    ['monday to friday at 8:15', '15 8 * * 1,2,3,4,5'],
    ['every year on 25 december at 8:00', '0 8 25 12 *'],
    ['december 25 at 8:00', '0 8 25 12 *'],
    ['every 10 minutes from 9:00 to 17:00 on weekdays', '*/10 9-17 * * 1,2,3,4,5'],
    ['weekly', '0 0 * * 0'],
    ['monthly', '0 0 1 * *'],
    ['every day at midnight in march', '0 0 * 3 *'],
    ['30 2 * * *', '30 2 * * *'],
    ['@hourly', '@hourly'],
    ['every hour at minute 15', '15 * * * *'],
    ['every 2 hours from 9:00 to 17:00', '0 9-17/2 * * *'],
    ['every 10 minutes from 9:00 to 17:59', '*/10 9-17 * * *'],
    ['every hour from 22:00 to 2:00', '0 22-2 * * *'],
    ['at minutes 5, 10 to 20 of hours 9 and 17', '5,10-20 9,17 * * *'],
    ['on the 13th or every friday at noon', '0 12 13 * 5'],
    ['the weekday nearest the 15th at 8:00', '0 8 15W * *'],
    ['3 days before the last day of the month at 8:00', '0 8 L-3 * *'],
    ['every day in june to august at 9:00', '0 9 * 6,7,8 *'],
    ['“Every day at 9:30.”', '30 9 * * *'],
  ])('%s', (text, expression) => {
    expect(read(text)).toEqual({ kind: 'cron', expression });
  });
});

describe('words to intervals and dates', () => {
  it.each([
    ['every 45 minutes', { kind: 'interval', every: 45, unit: 'minute', anchor: now }],
    ['every 90s', { kind: 'interval', every: 90, unit: 'second', anchor: now }],
    ['every other day', { kind: 'interval', every: 2, unit: 'day', anchor: now }],
    ['every 2 weeks at 9:00', { kind: 'interval', every: 2, unit: 'week', anchor: Date.parse('2026-10-24T07:00:00Z') }],
    [
      'every 2 days starting 2026-12-01 09:00',
      { kind: 'interval', every: 2, unit: 'day', anchor: Date.parse('2026-12-01T08:00:00Z') },
    ],
    [
      'every 2 weeks on monday at 9:00',
      { kind: 'interval', every: 2, unit: 'week', anchor: Date.parse('2026-10-26T08:00:00Z') },
    ],
    [
      'every other monday at 9:00',
      { kind: 'interval', every: 2, unit: 'week', anchor: Date.parse('2026-10-26T08:00:00Z') },
    ],
    [
      'every 2 months on the 15th at 8:00',
      { kind: 'interval', every: 2, unit: 'month', anchor: Date.parse('2026-11-15T07:00:00Z') },
    ],
    ['every 3rd day', { kind: 'interval', every: 3, unit: 'day', anchor: now }],
    ['every 60 minutes', { kind: 'interval', every: 60, unit: 'minute', anchor: now }],
    [
      'every 45 minutes starting tomorrow at 9:00',
      { kind: 'interval', every: 45, unit: 'minute', anchor: Date.parse('2026-10-24T07:00:00Z') },
    ],
    ['in 2 hours and 30 minutes', { kind: 'once', at: now + 9_000_000 }],
    ['in 1h30m', { kind: 'once', at: now + 5_400_000 }],
    ['next friday at 15:00', { kind: 'once', at: Date.parse('2026-10-30T14:00:00Z') }],
    ['24 december 2026 at 18:00', { kind: 'once', at: Date.parse('2026-12-24T17:00:00Z') }],
    ['tomorrow at noon', { kind: 'once', at: Date.parse('2026-10-24T10:00:00Z') }],
    ['in 20 minutes', { kind: 'once', at: now + 1_200_000 }],
    ['2026-12-24 18:00', { kind: 'once', at: Date.parse('2026-12-24T17:00:00Z') }],
    ['2026-12-24T18:00:00Z', { kind: 'once', at: Date.parse('2026-12-24T18:00:00Z') }],
    ['On 2026-12-24 at 18:00', { kind: 'once', at: Date.parse('2026-12-24T17:00:00Z') }],
  ])('%s', (text, spec) => {
    expect(read(text)).toEqual(spec);
  });
});

describe('refusals name what is not understood', () => {
  it.each([
    ['every blue moon', /“blue” is not understood/],
    ['', /Say when/],
    ['yesterday', /“yesterday” is not understood/],
    ['today at 9:00', /has passed/],
    ['2020-01-01 10:00', /has passed/],
    ['at 9:00 and 17:30', /do not fit one schedule/],
    ['every 45 minutes on weekdays', /cannot be narrowed/],
    ['every 0 minutes', /at least 1/],
    ['every 100001 seconds', /at most 100,000/],
    ['every', /“every” is not understood/],
    ['every 5', /“every” is not understood/],
    ['every 10 minutes every 5 minutes', /how often only once/],
    ['tomorrow every 10 minutes', /cannot repeat/],
    ['tomorrow at 9:00 and 10:00', /one time/],
    ['every day at 9 starting tomorrow', /Leave out the others/],
    ['every weekday starting tomorrow', /Only an interval has a start/],
    ['every 2 weeks on monday and friday', /one day and one time/],
    ['every friday the 13th', /ambiguous/],
    ['every 10 minutes at 9:30', /no time of day/],
    ['every 10 minutes from 9:15 to 17:00', /Hours begin at :00/],
    ['at :30', /needs its hours/],
    ['31 february 2027', /“31” is not understood/],
    ['in 99999 weeks in 99999 weeks', /says a second time/],
    ['30 9 * *', /5 or 6 fields, this has 4/],
    ['61 * * * *', /minute field, “61”/],
    ['@often', /There is no @often/],
    ['today at 25:00', /“25:00”/],
  ])('%s', (text, message) => {
    expect(() => read(text)).toThrow(message);
    try {
      read(text);
    } catch (error) {
      expect(error).toMatchObject({ code: 'invalid', field: 'schedule' });
    }
  });
});

describe('a refused date', () => {
  it.each([
    ['tomorow 8:00', '“tomorow” is not understood in a date'],
    ['', 'Say when'],
    ['in 2 weeks in 3 weeks', '“in” says a second time when'],
  ])('%s gets examples of dates', (text, beginning) => {
    const refused = (wanted: 'schedule' | 'date') => {
      try {
        return readSchedule(text, { now, zone, wanted });
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(refused('date')).toMatch(beginning);
    expect(refused('date')).toMatch(/e\.g\. tomorrow 8:00, fri 17:00, in 2 hours, or 2026-12-24 18:00\.$/);
    expect(refused('schedule')).toMatch(/e\.g\. every weekday at 9:30/);
  });

  it('has examples that are read', () => {
    const examples = EXAMPLES.date.replace('e.g. ', '').split(/, (?:or )?/);
    expect(examples.map((text) => read(text).kind)).toEqual(['once', 'cron', 'once', 'once']);
  });
});

describe('triggers that cannot ring', () => {
  it.each([
    [{ kind: 'cron', expression: '0 0 30 2 *' }, 'never-rings', 'triggers.0.expression'],
    [{ kind: 'once', at: now - 1 }, 'invalid', 'triggers.0.at'],
    [{ kind: 'cron', expression: '61 * * * *' }, 'invalid', 'triggers.0.expression'],
  ] as const)('%o', (spec, code, field) => {
    try {
      checkTriggers([spec], zone, DST, now);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code, field });
    }
  });
});
