import { describe, expect, it } from 'vitest';
import { distance, suggest } from '#core/suggest.ts';
import { readSchedule } from '#core/words.ts';

const where = { now: Date.parse('2026-10-23T12:57:07Z'), zone: 'Europe/Paris' };

describe('a suggestion for words that are not understood', () => {
  it.each([
    ['evry day', 'every day'],
    ['every wekday at 9:25', 'every weekday at 9:25'],
    ['every dya at 2:30', 'every day at 2:30'],
    ['evry mondy at noon', 'every monday at noon'],
    ['frist monday of the mnoth at 9:00', 'first monday of the month at 9:00'],
    ['every 20 minuts', 'every 20 minutes'],
    ['Tomorow at 9:00', 'tomorrow at 9:00'],
    ['evry wekday form 9:00 to 17:00', null],
  ])('%s', (typed, meant) => expect(suggest(typed, where)?.words ?? null).toBe(meant));

  it('names the wrong word and what was understood beside it, in the text as typed', () => {
    const typed = 'every wekday at 9:25';
    const found = suggest(typed, where);
    expect(typed.slice(...(found?.wrong ?? []))).toBe('wekday');
    expect(found?.understood.map((range) => typed.slice(...range))).toContain('9:25');
  });

  it.each(['every blue moon', 'every day at 9:00', '99 * * * *', '', 'every', 'x'.repeat(500)])(
    'has none for “%s”',
    (typed) => expect(suggest(typed, where)).toBeNull(),
  );

  it('always suggests what can be read', () => {
    const typed = 'every weekday at 9:30';
    for (let at = 0; at < 13; at++) {
      const found = suggest(typed.slice(0, at) + typed.slice(at + 1), where);
      if (found) expect(() => readSchedule(found.words, where)).not.toThrow();
    }
  });

  it.each([
    ['day', 'day', 0],
    ['dya', 'day', 1],
    ['wekday', 'weekday', 1],
    ['', 'at', 2],
    ['kitten', 'sitting', 3],
  ])('distance of %s and %s', (a, b, far) => expect(distance(a, b)).toBe(far));
});
