import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BelfryCommand, bundleCommand } from './command.ts';

/** Expressions at the edges of the grammar, and what follows 2026-03-01T00:00Z, a Sunday; worked out by hand. */
const RINGS: [string, string][] = [
  // The last days of a month, and the weekdays nearest to one.
  ['0 0 L * *', '03-31 04-30 05-31'],
  ['0 0 L-3 * *', '03-28 04-27 05-28'],
  ['0 0 l-3 * *', '03-28 04-27 05-28'],
  ['0 0 L-0 * *', '03-31 04-30 05-31'],
  ['0 0 L-30 * *', '05-01 07-01 08-01'],
  ['0 0 LW * *', '03-31 04-30 05-29'],
  ['0 0 lw * *', '03-31 04-30 05-29'],
  ['0 0 15W * *', '03-16 04-15 05-15'],
  ['0 0 15w * *', '03-16 04-15 05-15'],
  ['0 0 1W * *', '03-02 04-01 05-01'],
  ['0 0 31W * *', '03-31 05-29 07-31'],
  ['0 0 L,15 * *', '03-15 03-31 04-15'],
  ['0 0 LW,1 * *', '03-31 04-01 04-30'],
  ['0 0 1W,15W * *', '03-02 03-16 04-01'],
  // Weekdays counted within the month.
  ['0 0 * * 5#5', '05-29 07-31 10-30'],
  ['0 0 * * FRI#5', '05-29 07-31 10-30'],
  ['0 0 * * fri#5', '05-29 07-31 10-30'],
  ['0 0 * * 7#1', '04-05 05-03 06-07'],
  ['0 0 * * 0#1', '04-05 05-03 06-07'],
  ['0 0 * * 5L', '03-27 04-24 05-29'],
  ['0 0 * * friL', '03-27 04-24 05-29'],
  ['0 0 * * FrIl', '03-27 04-24 05-29'],
  ['0 0 * * 0L', '03-29 04-26 05-31'],
  ['0 0 * * 7L', '03-29 04-26 05-31'],
  ['0 0 * * MON#1,FRI#3', '03-02 03-20 04-06'],
  ['0 0 * * 1L,3', '03-04 03-11 03-18'],
  // Ranges that wrap, with and without steps.
  ['0 22-4/2 * * *', '03-01T02:00 03-01T04:00 03-01T22:00'],
  ['0 22-4/3 * * *', '03-01T01:00 03-01T04:00 03-01T22:00'],
  ['0 23-0 * * *', '03-01T23:00 03-02 03-02T23:00'],
  ['50-10/5 * * * *', '03-01T00:05 03-01T00:10 03-01T00:50'],
  ['59-0 * * * *', '03-01T00:59 03-01T01:00 03-01T01:59'],
  ['0 0 31-1 * *', '03-31 04-01 05-01'],
  ['0 0 30-2/2 * *', '03-30 04-01 04-30'],
  ['0 0 1 oct-FEB *', '10-01 11-01 12-01'],
  ['0 0 1 11-2/2 *', '11-01 2027-01-01 2027-11-01'],
  ['0 0 * * sat-sun', '03-07 03-08 03-14'],
  ['0 0 * * 7-1', '03-02 03-08 03-09'],
  ['0 0 * * 6-0', '03-07 03-08 03-14'],
  ['0 0 * * 5-7', '03-06 03-07 03-08'],
  ['0 0 * * FRI-MON', '03-02 03-06 03-07'],
  ['0 0 * * 0-7', '03-02 03-03 03-04'],
  ['0 0 * * SUN-SAT', '03-02 03-03 03-04'],
  ['0 0 1-31 * *', '03-02 03-03 03-04'],
  ['0-0 0 * * *', '03-02 03-03 03-04'],
  ['1-1/5 0 * * *', '03-01T00:01 03-02T00:01 03-03T00:01'],
  // Steps.
  ['*/7 * * * * *', '03-01T00:00:07 03-01T00:00:14 03-01T00:00:21'],
  ['*/59 * * * * *', '03-01T00:00:59 03-01T00:01 03-01T00:01:59'],
  ['*/59 * * * *', '03-01T00:59 03-01T01:00 03-01T01:59'],
  ['0/30 * * * *', '03-01T00:30 03-01T01:00 03-01T01:30'],
  ['59/30 * * * *', '03-01T00:59 03-01T01:59 03-01T02:59'],
  ['0 0/6 * * *', '03-01T06:00 03-01T12:00 03-01T18:00'],
  ['0 0 1/10 * *', '03-11 03-21 03-31'],
  ['0 0 */31 * *', '04-01 05-01 06-01'],
  ['0 0 */15 * *', '03-16 03-31 04-01'],
  ['0 0 1 */5 *', '06-01 11-01 2027-01-01'],
  ['0 0 1 2/4 *', '06-01 10-01 2027-02-01'],
  ['0 0 * */12 *', '2027-01-01 2027-01-02 2027-01-03'],
  ['0 0 * * 1/2', '03-02 03-04 03-06'],
  ['0 0 * * MON/2', '03-02 03-04 03-06'],
  ['0 0 * * */2', '03-03 03-05 03-07'],
  ['0 0 * * */7', '03-08 03-15 03-22'],
  // Lists that say a thing twice.
  ['*,5 * * * *', '03-01T00:01 03-01T00:02 03-01T00:03'],
  ['5,*/15 * * * *', '03-01T00:05 03-01T00:15 03-01T00:30'],
  ['5,5,5 * * * *', '03-01T00:05 03-01T01:05 03-01T02:05'],
  ['0 0 * * 0,7', '03-08 03-15 03-22'],
  ['0 0 * * SUN,0,7', '03-08 03-15 03-22'],
  // Both day fields.
  ['0 0 13 * FRI', '03-06 03-13 03-20'],
  ['0 0 L * MON', '03-02 03-09 03-16'],
  ['0 0 13 * ?', '03-13 04-13 05-13'],
  ['0 0 ? * FRI', '03-06 03-13 03-20'],
  ['0 0 ? * ?', '03-02 03-03 03-04'],
  ['0 0 29 feb MON', '2027-02-01 2027-02-08 2027-02-15'],
  ['0 0 29 2 *', '2028-02-29 2032-02-29 2036-02-29'],
  // Names, macros, blanks, zeros.
  ['0 0 1 JAN,jul *', '07-01 2027-01-01 2027-07-01'],
  ['0 9 * * mon-FRI', '03-02T09:00 03-03T09:00 03-04T09:00'],
  ['0 9 * * Mon,wED,FRI', '03-02T09:00 03-04T09:00 03-06T09:00'],
  ['@hourly', '03-01T01:00 03-01T02:00 03-01T03:00'],
  ['  @hourly  ', '03-01T01:00 03-01T02:00 03-01T03:00'],
  ['\t@HOURLY\n', '03-01T01:00 03-01T02:00 03-01T03:00'],
  ['@Daily', '03-02 03-03 03-04'],
  ['@midnight', '03-02 03-03 03-04'],
  ['@weekly', '03-08 03-15 03-22'],
  ['@monthly', '04-01 05-01 06-01'],
  ['@yearly', '2027-01-01 2028-01-01 2029-01-01'],
  ['@ANNUALLY', '2027-01-01 2028-01-01 2029-01-01'],
  ['0\t9\t*\t*\t*', '03-01T09:00 03-02T09:00 03-03T09:00'],
  ['  0   9  *  *   *  ', '03-01T09:00 03-02T09:00 03-03T09:00'],
  ['00 09 * * *', '03-01T09:00 03-02T09:00 03-03T09:00'],
  ['000 0009 01 005 *', '05-01T09:00 2027-05-01T09:00 2028-05-01T09:00'],
  ['59 59 23 31 12 *', '12-31T23:59:59 2027-12-31T23:59:59 2028-12-31T23:59:59'],
  ['0 0 0 1 1 ?', '2027-01-01 2028-01-01 2029-01-01'],
];

const NEVER = ['0 0 30 2 *', '0 0 31 4,6,9,11 *', '0 0 31W 2 *', '0 0 L-29 2 ?', '0 0 31 APR ?', '0 0 0 30 FEB *'];

/** Expressions that are none, and the field that the refusal names, as far as it can tell one. */
const REFUSED: [string, string | null][] = [
  ['', null],
  ['   ', null],
  ['*', null],
  ['* * * *', 'fields'],
  ['* * * * * * *', 'fields'],
  ['60 * * * *', 'minute'],
  ['60 * * * * *', 'second'],
  ['* 24 * * *', 'hour'],
  ['* * 0 * *', 'day of month'],
  ['* * 32 * *', 'day of month'],
  ['* * * 0 *', 'month'],
  ['* * * 13 *', 'month'],
  ['* * * * 8', 'day of week'],
  ['-1 * * * *', 'minute'],
  ['1- * * * *', 'minute'],
  ['1-2-3 * * * *', 'minute'],
  ['1/ * * * *', 'minute'],
  ['/5 * * * *', 'minute'],
  ['*/ * * * *', 'minute'],
  ['*/-1 * * * *', 'minute'],
  ['*/0 * * * *', 'minute'],
  ['*/60 * * * *', 'minute'],
  ['*/1.5 * * * *', 'minute'],
  ['*/5/5 * * * *', 'minute'],
  ['1.5 * * * *', 'minute'],
  ['1e1 * * * *', 'minute'],
  ['0x10 * * * *', 'minute'],
  ['+5 * * * *', 'minute'],
  ['\u0665 * * * *', 'minute'],
  ['\uff15 * * * *', 'minute'],
  ['99999999999999999999 * * * *', 'minute'],
  ['1/99999999999999999999 * * * *', 'minute'],
  ['0-99999999999999999999 * * * *', 'minute'],
  ['1,,2 * * * *', 'minute'],
  ['1, * * * *', 'minute'],
  [',1 * * * *', 'minute'],
  ['** * * * *', 'minute'],
  ['*-5 * * * *', 'minute'],
  ['*5 * * * *', 'minute'],
  ['5* * * * *', 'minute'],
  ['? * * * *', 'minute'],
  ['L * * * *', 'minute'],
  ['H * * * *', 'minute'],
  ['~ * * * *', 'minute'],
  ['MON * * * *', 'minute'],
  ['* ? * * *', 'hour'],
  ['* 1W * * *', 'hour'],
  ['* */24 * * *', 'hour'],
  ['* * * ? *', 'month'],
  ['* * * L *', 'month'],
  ['* * * MON *', 'month'],
  ['* * * JA *', 'month'],
  ['* * * JANUARY *', 'month'],
  ['* * * */13 *', 'month'],
  ['* * */32 * *', 'day of month'],
  ['* * L-31 * *', 'day of month'],
  ['* * L- * *', 'day of month'],
  ['* * L3 * *', 'day of month'],
  ['* * LL * *', 'day of month'],
  ['* * L/2 * *', 'day of month'],
  ['* * L-1-2 * *', 'day of month'],
  ['* * W * *', 'day of month'],
  ['* * WL * *', 'day of month'],
  ['* * 0W * *', 'day of month'],
  ['* * 32W * *', 'day of month'],
  ['* * 1-5W * *', 'day of month'],
  ['* * 5W/2 * *', 'day of month'],
  ['* * 1#2 * *', 'day of month'],
  ['* * ?/2 * *', 'day of month'],
  ['* * * * JAN', 'day of week'],
  ['* * * * MONDAY', 'day of week'],
  ['* * * * */8', 'day of week'],
  ['* * * * L', 'day of week'],
  ['* * * * 8L', 'day of week'],
  ['* * * * 5-7L', 'day of week'],
  ['* * * * 1W', 'day of week'],
  ['* * * * MON#0', 'day of week'],
  ['* * * * MON#6', 'day of week'],
  ['* * * * MON#', 'day of week'],
  ['* * * * #1', 'day of week'],
  ['* * * * 1#1#2', 'day of week'],
  ['* * * * 1##1', 'day of week'],
  ['* * * * 1#L', 'day of week'],
  ['@', null],
  ['@every', '@hourly'],
  ['@reboot', '@hourly'],
  ['@hourly 5', '@hourly'],
  ['@daily @weekly', '@hourly'],
  ['* * * * *;', 'day of week'],
  ['0 9 * * * # nine', null],
];

interface Answer {
  ok: boolean;
  next?: string[];
  error?: { code: string; field?: string; message: string };
}
let belfry: BelfryCommand;
let answers: Answer[];
const ALL = [...RINGS.map(([schedule]) => schedule), ...NEVER, ...REFUSED.map(([schedule]) => schedule)];

beforeAll(async () => {
  belfry = await bundleCommand();
  const line = (schedule: string) =>
    JSON.stringify({ schedule, tz: 'UTC', from: '2026-03-01T00:00:00Z', count: NEVER.includes(schedule) ? 5 : 3 });
  const { stdout } = await belfry(['next', '--stdin'], { input: ALL.map(line).join('\n') });
  answers = stdout
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text));
});

afterAll(() => belfry.remove());

const answer = (schedule: string) => answers[ALL.indexOf(schedule)] as Answer;

/** `03-31` and `2027-01-01T09:00` in full. */
function instant(short: string): string {
  const [date = '', time = '00:00'] = short.split('T');
  return `${date.length === 5 ? `2026-${date}` : date}T${time}${time.length === 5 ? ':00' : ''}.000Z`;
}

describe('belfry next --stdin, at the edges of the grammar', () => {
  it('answers every line', () => expect(answers).toHaveLength(ALL.length));

  it.each(RINGS)('%j rings', (schedule, next) => {
    expect(answer(schedule)).toEqual({ ok: true, next: next.split(' ').map(instant) });
  });

  it.each(NEVER)('%j never rings', (schedule) => expect(answer(schedule)).toEqual({ ok: true, next: [] }));

  it.each(REFUSED)('%j is refused', (schedule, field) => {
    const { ok, error } = answer(schedule);
    expect({ ok, code: error?.code }).toEqual({ ok: false, code: 'invalid' });
    expect(error?.message).toMatch(/^[A-Z].*[.]$/s);
    if (field !== null) expect(error?.message).toContain(field);
  });
});
