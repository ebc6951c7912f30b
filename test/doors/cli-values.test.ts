import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FOREVER } from '#contract/limits.ts';
import { readDuration, readInterval } from '../../electron/cli/durations.ts';
import { plain, table } from '../../electron/cli/table.ts';
import { length, localTime, offset, readInstant } from '../../electron/cli/times.ts';

describe('durations', () => {
  it.each([
    ['90s', 90_000],
    ['20 minutes', 1_200_000],
    ['1h30m', 5_400_000],
    ['1.5h', 5_400_000],
    ['1 day, 2 hours and 5 min', 93_900_000],
    ['250ms', 250],
    ['1W', 604_800_000],
  ])('reads %s', (text, ms) => expect(readDuration(text, 'for')).toBe(ms));

  it.each(['', '0s', '-5m', '5', 'm', '5 parsecs', '1mo', '5m x', '1e3s', 'and 5m'])('refuses %j', (text) => {
    expect(() => readDuration(text, 'for')).toThrow(/--for/);
  });

  it.each([
    ['20m', 20, 'minute'],
    ['every 90 seconds', 90, 'second'],
    ['2 weeks', 2, 'week'],
    ['3mo', 3, 'month'],
    ['1y', 1, 'year'],
    ['1h 30m', 90, 'minute'],
    ['1d12h', 36, 'hour'],
    ['0.5h', 30, 'minute'],
  ])('reads the interval %s', (text, every, unit) => expect(readInterval(text, 'every')).toEqual({ every, unit }));

  it.each(['500ms', '0s', '-1h', '1mo 2d', '1.5mo', 'often'])('refuses the interval %j', (text) => {
    expect(() => readInterval(text, 'every')).toThrow(/--every/);
  });
});

describe('dates', () => {
  it('reads back what Date writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: FOREVER }), (at) => {
        expect(readInstant(new Date(at).toISOString(), 'Asia/Tokyo')).toBe(at);
      }),
    );
  });

  it('reads a wall time back in its zone', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Paris', 'Australia/Lord_Howe', 'America/St_Johns', 'Pacific/Apia');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), zones, (seconds, zone) => {
        const at = seconds * 1000;
        const read = readInstant(localTime(at, zone), zone) ?? Number.NaN;
        // The earlier of two equal wall times is meant.
        expect(localTime(read, zone)).toBe(localTime(at, zone));
        expect(read).toBeLessThanOrEqual(at);
        expect(readInstant(localTime(at, zone) + offset(at, zone))).toBe(at);
      }),
    );
  });

  it.each([
    ['2026-03-01', 'Europe/Paris', '2026-02-28T23:00:00.000Z'],
    ['2026-03-01T09:30', 'Asia/Kolkata', '2026-03-01T04:00:00.000Z'],
    ['2026-03-01 09:30:15.5+0530', 'UTC', '2026-03-01T04:00:15.500Z'],
    ['2026-03-29T02:30', 'Europe/Paris', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25T02:30', 'Europe/Paris', '2026-10-25T00:30:00.000Z'],
  ])('reads %s in %s', (text, zone, expected) => {
    expect(new Date(readInstant(text, zone) ?? 0).toISOString()).toBe(expected);
  });

  it.each([
    '',
    '2026',
    '2026-02-30',
    '2026-13-01',
    '2026-03-01T24:00',
    '2026-03-01T9:30',
    'tomorrow',
    '1772000000',
    '2026-03-01T09:30 Mars',
  ])('reads no %j', (text) => expect(readInstant(text, 'UTC')).toBeNull());
});

describe('plain output', () => {
  it('says lengths as people do', () => {
    expect([5, 1500, 59_949, 60_000, 125_000, 3_600_000, 7_830_000, 90_000_000].map(length)).toEqual([
      ...['5 ms', '1.5 s', '59.9 s', '1 min', '2 min 5 s', '1 h', '2 h 10 min', '1 d 1 h'],
    ]);
  });

  it('keeps what a terminal would obey out of tables', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(plain(text)).not.toMatch(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it('aligns columns and keeps to the terminal', () => {
    expect(
      table(
        ['A', 'NAME'],
        [
          ['1', 'x'],
          ['22', 'yy'],
        ],
        undefined,
      ),
    ).toBe('A   NAME\n1   x\n22  yy');
    expect(table(['A'], [['x'.repeat(50)]], 10)).toBe(`A\n${'x'.repeat(9)}…`);
  });
});
