import { describe, expect, it } from 'vitest';
import { explain } from '#core/explain.ts';
import { sequenceOf, upcoming } from '#core/occurrences.ts';
import { readSchedule } from '#core/words.ts';
import { tablesWith } from './pages.ts';

const PAGE = 'resources/guide/schedules.md';
const NOW = Date.parse('2026-03-02T09:00:00Z');
const HOUR = 3_600_000;

describe('the guide’s schedules', () => {
  it.each(tablesWith(PAGE, 'Cron', 'Means'))('%s means: %s', (cron = '', means) => {
    expect(readSchedule(cron, { now: NOW, zone: 'UTC' }).spec).toEqual({ kind: 'cron', expression: cron });
    expect(explain({ kind: 'cron', expression: cron }, 'UTC')).toBe(means);
  });

  it.each(tablesWith(PAGE, 'Words', 'Means'))('“%s” means: %s', (words = '', means, kept) => {
    const { spec } = readSchedule(words, { now: NOW, zone: 'UTC' });
    expect(explain(spec, 'UTC')).toBe(means);
    expect(spec.kind === 'cron' ? spec.expression : spec.kind).toBe(kept);
  });

  it.each(tablesWith(PAGE, 'Schedule', 'When clocks go forward'))(
    '%s, forward %s, back %s',
    (expression = '', forward, back, spring, autumn) => {
      const repeat = back === 'automatic' ? 'auto' : (back as 'once' | 'both');
      const gap = forward === 'skip' ? 'skip' : 'after';
      const sequence = sequenceOf({ kind: 'cron', expression }, 'Europe/Paris', { gap, repeat });
      const on = (midnight: string, hours: number) => {
        const from = Date.parse(midnight);
        const found = upcoming(sequence, from - 1, 100).filter(({ at }) => at < from + hours * HOUR);
        return found.map(({ at }) => inParis(at)).join(', ') || 'never';
      };
      expect(on('2026-03-29T00:00:00+01:00', 23)).toBe(spring);
      expect(on('2026-10-25T00:00:00+02:00', 25)).toBe(autumn);
    },
  );
});

function inParis(at: number): string {
  const options = { timeZone: 'Europe/Paris', hour: '2-digit', minute: '2-digit', timeZoneName: 'longOffset' } as const;
  const parts = new Intl.DateTimeFormat('en-GB', options).formatToParts(at);
  const part = (wanted: string) => parts.find(({ type }) => type === wanted)?.value ?? '';
  return `${part('hour')}:${part('minute')}${part('timeZoneName').replace('GMT', '')}`;
}
