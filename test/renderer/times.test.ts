import { describe, expect, it } from 'vitest';
import { bytes, duration, elapsed, largeCountdown, lateBy, span } from '../../renderer/ui/format.ts';
import { createWallTime } from '../../renderer/ui/wall-time.ts';

const S = 1000;
const M = 60 * S;
const H = 60 * M;
const D = 24 * H;

// interface.md, "Dates, times, countdowns".
describe('a countdown', () => {
  it.each([
    [0, '0 s'],
    [1, '1 s'],
    [53 * S, '53 s'],
    [59_001, '1 m 00 s'],
    [2 * M + 53 * S, '2 m 53 s'],
    [10 * M - 1, '10 m'],
    [32 * M + 59 * S, '32 m'],
    [4 * H + 32 * M, '4 h 32 m'],
    [4 * H, '4 h'],
    [D - S, '23 h 59 m'],
    [D + 15 * H, '1 d 15 h'],
    [30 * D, null],
  ])('of %d ms says %s', (ms, words) => expect(span(ms)).toBe(words));

  it.each([
    [2 * M + 53 * S, '02:53'],
    [H + 2 * M + 53 * S, '1:02:53'],
    [2 * D + 4 * H, '2 d 4 h'],
    [-5, '00:00'],
  ])('in large of %d ms says %s', (ms, words) => expect(largeCountdown(ms)).toBe(words));
});

describe('a duration', () => {
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [2_400, '2.4 s'],
    [9_949, '9.9 s'],
    [9_950, '10 s'],
    [24_000, '24 s'],
    [59_499, '59 s'],
    [59_500, '1 m 00 s'],
    [6 * M + 41 * S, '6 m 41 s'],
    [11 * M + 20 * S, '11 m'],
    [H + 52 * M, '1 h 52 m'],
  ])('of %d ms says %s', (ms, words) => expect(duration(ms)).toBe(words));

  it('runs in minutes and seconds, then with hours', () => {
    expect([9_999, 13 * M + 27 * S, H + 2 * M + 53 * S].map(elapsed)).toEqual(['0:09', '13:27', '1:02:53']);
  });

  it('is late from its grace on', () => {
    expect([12_000, 3 * M, 4 * H + 42 * M].map(lateBy)).toEqual(['12 s late', '3 m late', '4 h 42 m late']);
  });

  it('sizes are decimal', () => {
    expect([999, 1400, 3_200_000].map(bytes)).toEqual(['999 B', '1.4 kB', '3.2 MB']);
  });
});

describe('wall times', () => {
  const paris = createWallTime('en-GB', 'Europe/Paris');
  const now = Date.UTC(2026, 9, 23, 12, 57, 7);

  it('name the day only where it is another', () => {
    expect(paris.brief(Date.UTC(2026, 9, 23, 13), now)).toBe('15:00');
    expect(paris.near(Date.UTC(2026, 9, 23, 13), now)).toBe('today 15:00');
    expect(paris.near(Date.UTC(2026, 9, 24, 0, 30), now)).toBe('Sat 02:30');
    expect(paris.near(Date.UTC(2026, 10, 24, 14), now)).toBe('24 Nov 15:00');
  });

  it('take the day from the zone, not from UTC', () => {
    expect(paris.dayKey(Date.UTC(2026, 9, 23, 22, 30))).toBe('2026-10-24');
    expect(paris.heading(Date.UTC(2026, 9, 22, 21), now)).toEqual({
      name: 'Yesterday',
      date: expect.stringMatching(/^Thu,? 22 Oct$/),
    });
  });

  it('show seconds only where they say something', () => {
    expect(paris.clock(Date.UTC(2026, 9, 23, 13))).toBe('15:00');
    expect(paris.clock(Date.UTC(2026, 9, 23, 13, 0, 30))).toBe('15:00:30');
  });

  it('have one form in a column: all with seconds where one has some', () => {
    const column = [Date.UTC(2026, 9, 23, 13), Date.UTC(2026, 9, 24, 13, 0, 30)];
    const written = (times: number[]) => times.map((at) => paris.brief(at, now, paris.clockOf(times)));
    expect(written(column)).toEqual(['15:00:00', 'Sat 15:00:30']);
    expect(written(column.slice(0, 1))).toEqual(['15:00']);
  });

  it('follow the twelve-hour clock of a locale', () => {
    expect(
      createWallTime('en-US', 'UTC')
        .clock(Date.UTC(2026, 0, 1, 14, 30))
        .replace(/\s/g, ' '),
    ).toBe('2:30 PM');
  });

  it('look back in minutes, hours, days, then with the date', () => {
    const back = (ms: number) => paris.ago(now - ms, now);
    expect([7 * M, 7 * H, 29 * D, 40 * D].map(back)).toEqual(['7 m ago', '7 h ago', '29 d ago', '13 Sept']);
  });

  it('count down to a moment, and say when it is overdue', () => {
    const ahead = (ms: number) => paris.countdown(now + ms, now);
    expect([53 * S, 0, -30 * S, -3 * M, 40 * D].map(ahead)).toEqual(['53 s', 'now', 'now', '3 m late', '2 Dec']);
    expect(paris.inTime(now + 60 * H, now)).toBe('in 2 d 12 h');
  });
});
