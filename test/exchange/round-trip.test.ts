import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExchangeFormat } from '#contract/exchange.ts';
import type { JobDraft } from '#contract/job.ts';
import { isTimed, type TriggerSpec } from '#contract/trigger.ts';
import { sequenceOf } from '#core/occurrences.ts';
import type { ExchangeContext } from '#exchange/findings.ts';
import { readExchange, writeExchange } from '#exchange/index.ts';
import { joinFiles } from '#exchange/texts.ts';
import { cron, draft, instants, inZone, NOW } from './context.ts';

const YEAR = 366 * 86_400_000;
const DAY = 86_400_000;

const numbers = (min: number, max: number, most: number) =>
  fc
    .uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: most })
    .map((values) => values.sort((a, b) => a - b).join(','));
const stepped = (max: number) =>
  fc
    .constantFrom(2, 3, 5, 10, 15)
    .filter((step) => step < max)
    .map((step) => `*/${step}`);
const ranged = (min: number, max: number) =>
  fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
const any = fc.constant('*');

const minute = fc.oneof(numbers(0, 59, 3), any, stepped(60), ranged(0, 59));
const hour = fc.oneof(numbers(0, 23, 3), any, stepped(24), ranged(0, 23));
const day = fc.oneof(
  { weight: 4, arbitrary: any },
  numbers(1, 28, 3),
  ranged(1, 31),
  stepped(31),
  fc.constantFrom('L', 'L-2'),
);
const month = fc.oneof({ weight: 4, arbitrary: any }, numbers(1, 12, 4), stepped(12));
const weekday = fc.oneof(
  { weight: 4, arbitrary: any },
  numbers(0, 6, 3),
  fc.constantFrom('1-5', 'FRI-MON', '1#1', '3#4', '5L', '1#1,5L'),
);
const expression = fc.tuple(minute, hour, day, month, weekday).map((fields) => fields.join(' '));
const rule = fc.record({
  gap: fc.constantFrom('after' as const, 'skip' as const),
  repeat: fc.constantFrom('auto' as const, 'once' as const, 'both' as const),
});
const interval = fc
  .record({
    unit: fc.constantFrom('minute' as const, 'hour' as const, 'day' as const, 'week' as const, 'month' as const),
    every: fc.constantFrom(1, 2, 3, 5, 6, 7, 12, 15, 20, 30, 45),
    back: fc.integer({ min: 0, max: 400 * 24 * 60 }),
  })
  .map(
    ({ unit, every, back }): TriggerSpec => ({
      kind: 'interval',
      unit,
      every,
      anchor: Math.floor(NOW / 60_000 - back) * 60_000,
    }),
  );
const trigger = fc.oneof({ weight: 3, arbitrary: expression.map(cron) }, interval);

/** Days at whose ends clocks change somewhere. */
const CHANGES = [
  ...['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01'],
  ...['2027-03-14', '2027-03-28', '2027-04-04', '2027-10-03', '2027-10-31', '2027-11-07'],
];
const WINDOWS = [0, 1, 40, 200, 500, 729]
  .map((offset) => NOW + offset * DAY)
  .concat(CHANGES.map((date) => Date.parse(`${date}T00:00:00Z`) - 6 * 3_600_000));

/** When jobs ring together in two years: all instants, or of frequent ones those of a day around each change of clocks. */
function rhythm(jobs: JobDraft[], { zone }: ExchangeContext, frequent: boolean): number[] {
  const windows = frequent ? WINDOWS.map((at) => [at, at + DAY]) : [[NOW, NOW + 2 * YEAR]];
  const found = jobs.flatMap((job) =>
    windows.flatMap(([from, to]) => instants(job, from as number, to as number, zone)),
  );
  return [...new Set(found)].sort((a, b) => a - b);
}

function isFrequent({ triggers, policy }: JobDraft, { zone }: ExchangeContext): boolean {
  const counts = triggers.filter(isTimed).map((spec) => sequenceOf(spec, zone, policy).count(NOW, NOW + 30 * DAY));
  return counts.some((count) => count > 400);
}

/** The first instants that one of two lists alone has. */
function difference(a: number[], b: number[]): string[] {
  const only = (list: number[], other: number[], whose: string) => {
    const known = new Set(other);
    return list
      .filter((at) => !known.has(at))
      .slice(0, 3)
      .map((at) => `${whose} ${new Date(at).toISOString()}`);
  };
  return [...only(a, b, 'lost'), ...only(b, a, 'new')];
}

/** The job as it comes back, or null where the export says that it is left out or rings at other times. */
function exchanged(job: JobDraft, to: ExchangeFormat, context: ExchangeContext): JobDraft[] | null {
  const { files, notes } = writeExchange([job], to, context);
  if (files.length === 0 || notes.some(({ kind }) => kind !== 'other')) return null;
  return readExchange(joinFiles(to, files), to, context).jobs;
}

const ZONES = ['UTC', 'Europe/Paris', 'America/New_York', 'Australia/Lord_Howe'];

describe.each(['crontab', 'systemd', 'launchd', 'task-scheduler', 'kubernetes', 'belfry'] as const)('%s', (to) => {
  it.each(ZONES)('rings at the same instants after a round trip, in %s', (zone) => {
    let carried = 0;
    fc.assert(
      fc.property(fc.array(trigger, { minLength: 1, maxLength: 2 }), rule, (triggers, dst) => {
        const job = draft(triggers, { policy: dst });
        const context = inZone(zone);
        if (triggers.some((spec) => isTimed(spec) && sequenceOf(spec, zone, dst).next(NOW) === null)) return;
        const back = exchanged(job, to, context);
        if (back === null) return;
        carried += 1;
        const frequent = isFrequent(job, context);
        expect(difference(rhythm([job], context, frequent), rhythm(back, context, frequent))).toEqual([]);
      }),
      { numRuns: 80 },
    );
    // A test that let everything pass by would prove nothing.
    expect(carried).toBeGreaterThan(5);
  });
});
