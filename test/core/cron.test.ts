import { describe, expect, it } from 'vitest';
import { BelfryError } from '#contract/error.ts';
import { civil, dayNumber, daysOf } from '#core/calendar.ts';
import { parseCron } from '#core/cron.ts';

describe('fields', () => {
  it.each([
    ['*/20 * * * *', { seconds: [0], minutes: [0, 20, 40] }],
    ['5/25 * * * *', { minutes: [5, 30, 55] }],
    ['* 22-2 * * *', { hours: [0, 1, 2, 22, 23] }],
    ['* 23-3/2 * * *', { hours: [1, 3, 23] }],
    ['0 9 * * 7', { weekdays: 0b0000001 }],
    ['0 9 * * FRI-MON', { weekdays: 0b1100011 }],
    ['0 9 * * 5-7', { weekdays: 0b1100001 }],
    ['0 9 * jan,MAR-may *', { months: 0b111010 }],
    ['15 0 9 * * *', { seconds: [15], minutes: [0], hours: [9] }],
    ['@weekly', { seconds: [0], minutes: [0], hours: [0], weekdays: 1 }],
  ])('%s', (expression, wanted) => {
    expect(parseCron(expression)).toMatchObject(wanted);
  });

  it.each([
    ['0 9 * * *', false],
    ['0,30 9,17 1-5 */2 MON-FRI', false],
    ['*/30 9 * * *', true],
    ['0 9-10 * * *', true],
    ['30 * * * *', true],
    ['0-0 0 9 * * *', true],
  ])('%s is a rhythm: %s', (expression, rhythm) => {
    expect(parseCron(expression).rhythm).toBe(rhythm);
  });
});

describe('days of a month', () => {
  const days = (expression: string, year: number, month: number) => {
    const mask = daysOf(parseCron(expression), year, month);
    return Array.from({ length: 31 }, (_, at) => at + 1).filter((day) => mask & (1 << day));
  };
  it.each([
    ['0 0 L * *', 2028, 2, [29]],
    ['0 0 L-2 * *', 2027, 2, [26]],
    ['0 0 L-29 * *', 2027, 2, []],
    ['0 0 LW * *', 2026, 5, [29]],
    ['0 0 1W * *', 2026, 8, [3]],
    ['0 0 15W * *', 2026, 11, [16]],
    ['0 0 31W * *', 2026, 6, []],
    ['0 0 31W * *', 2026, 5, [29]],
    ['0 0 * * 5L', 2026, 10, [30]],
    ['0 0 * * MON#1', 2026, 10, [5]],
    ['0 0 * * SAT#5', 2026, 10, [31]],
    ['0 0 * * SUN#5', 2026, 10, []],
    ['0 0 13 * FRI', 2026, 11, [6, 13, 20, 27]],
    ['0 0 13 * FRI', 2026, 10, [2, 9, 13, 16, 23, 30]],
    ['0 0 13 * ?', 2026, 10, [13]],
    ['0 0 1 11 *', 2026, 10, []],
  ])('%s in %i-%i', (expression, year, month, wanted) => {
    expect(days(expression, year, month)).toEqual(wanted);
  });

  it('count like the calendar of the runtime', () => {
    for (let day = dayNumber(1970, 1, 1); day < dayNumber(2105, 1, 1); day++) {
      const date = new Date(day * 86_400_000);
      const wanted = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
      const found = civil(day);
      if (found.day !== wanted.day || found.month !== wanted.month || found.year !== wanted.year) {
        expect(found).toEqual(wanted);
      }
      if (dayNumber(wanted.year, wanted.month, wanted.day) !== day) expect(wanted).toBe(day);
    }
    expect(civil(dayNumber(2100, 2, 28) + 1)).toEqual({ year: 2100, month: 3, day: 1 });
  });
});

describe('refusals name the field, the reason and an example', () => {
  it.each([
    ['61 * * * *', 'In the minute field, “61” is outside 0 to 59; e.g. 30 9 * * *.'],
    ['60 * * * * *', 'In the second field, “60” is outside 0 to 59; e.g. 30 0 9 * * *.'],
    ['* 24 * * *', 'In the hour field, “24” is outside 0 to 23; e.g. 0 9-17 * * *.'],
    ['* * 0 * *', 'In the day of month field, “0” is outside 1 to 31; e.g. 0 9 1,15 * *.'],
    ['* * 32W * *', 'In the day of month field, “32W” is outside 1 to 31; e.g. 0 9 1,15 * *.'],
    ['* * * 13 *', 'In the month field, “13” is outside 1 to 12; e.g. 0 9 1 JAN *.'],
    ['* * * * 8', 'In the day of week field, “8” is outside 0 to 7; e.g. 0 9 * * MON-FRI.'],
    ['* * * * MON#6', 'In the day of week field, “MON#6” asks for a week other than 1 to 5; e.g. 0 9 * * MON-FRI.'],
    ['1,,2 * * * *', 'In the minute field, “” is empty; e.g. 30 9 * * *.'],
    ['*/0 * * * *', 'In the minute field, “*/0” has a step outside 1 to 59; e.g. 30 9 * * *.'],
    ['* */24 * * *', 'In the hour field, “*/24” has a step outside 1 to 23; e.g. 0 9-17 * * *.'],
    ['* * * * *  * *', 'A cron expression has 5 or 6 fields, this has 7; e.g. 30 9 * * MON-FRI.'],
    ['? * * * *', 'In the minute field, “?” is not understood; e.g. 30 9 * * *.'],
    ['* * * * L', 'In the day of week field, “L” is not understood; e.g. 0 9 * * MON-FRI.'],
  ])('%s', (expression, message) => {
    expect(() => parseCron(expression)).toThrow(new BelfryError('invalid', message, 'expression'));
  });
});
