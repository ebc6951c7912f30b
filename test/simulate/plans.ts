import fc from 'fast-check';
import type { Days, Field, Plain } from './calendar.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Something that befalls the computer, or that a person does; times in ms. `job` null = everything. */
export type Step =
  | { do: 'pass'; ms: number }
  | { do: 'sleep'; ms: number; announced: boolean }
  | { do: 'hold'; ms: number }
  | { do: 'set'; ms: number }
  | { do: 'crash'; ms: number; set: number }
  | { do: 'pause'; job: number | null; ms: number }
  | { do: 'resume'; job: number | null }
  | { do: 'toggle'; job: number }
  | { do: 'skip'; job: number }
  | { do: 'switch' };

export interface JobPlan {
  triggers: Plain[];
  zone: string;
  policy: {
    missed: 'once' | 'all' | 'skip';
    graceMs: number;
    catchUpWindowMs: number | null;
    overlap: { mode: 'skip' | 'queue' | 'parallel' | 'replace'; limit: number };
    retry: { count: number; delayMs: number; backoff: 'fixed' | 'exponential'; ceilingMs: number };
    gap: 'after' | 'skip';
    repeat: 'auto' | 'once' | 'both';
  };
  /** How long its runs take at most, ms, and how many of 100 attempts fail. */
  work: { ms: number; failing: number };
}

/** A life of the scheduler. */
export interface Plan {
  start: number;
  concurrency: number;
  jobs: JobPlan[];
  steps: Step[];
  /** How much passes undisturbed after each step, ms. */
  rest: number;
}

const ZONES = [
  ...['UTC', 'Europe/Paris', 'Europe/Dublin', 'America/New_York', 'America/Havana', 'America/Santiago'],
  ...['Australia/Lord_Howe', 'Pacific/Chatham', 'Asia/Kathmandu', 'Africa/Cairo', 'Asia/Beirut', 'Antarctica/Troll'],
];
/** Shortly before changes of clocks in several of them, and far from any. */
const STARTS = [
  ...['2026-01-14T03:00:00Z', '2026-03-07T22:00:00Z', '2026-03-28T20:00:00Z', '2026-04-04T10:00:00Z'],
  ...['2026-09-05T18:00:00Z', '2026-10-03T08:00:00Z', '2026-10-24T20:00:00Z', '2026-10-31T22:00:00Z'],
].map((iso) => Date.parse(iso));

/** Steps of a life. */
const USUAL = 16;

const one = <T>(...values: T[]) => fc.constantFrom(...values);
const upTo = (max: number) => fc.nat({ max });
const listed = (values: number[]): Field => ({ text: values.join(','), values });
const few = (max: number) => fc.uniqueArray(upTo(max), { minLength: 1, maxLength: 2 }).map(listed);

/** `first-last/step`, over the end of the field when `last` is smaller. */
function ranged(size: number, first: number, last: number, step: number): Field {
  const values: number[] = [];
  const length = (last - first + size) % size;
  for (let at = 0; at <= length; at += step) values.push((first + at) % size);
  return { text: `${first}-${last}${step > 1 ? `/${step}` : ''}`, values };
}
const stepped = (size: number, step: number): Field => ({
  text: step === 1 ? '*' : `*/${step}`,
  values: Array.from({ length: Math.ceil(size / step) }, (_, at) => at * step),
});

const anyDay: Days = { text: '*', kind: 'any', values: [] };
const day = fc.oneof(
  { weight: 14, arbitrary: fc.constant(anyDay) },
  upTo(30).map((d): Days => ({ text: `${d + 1}`, kind: 'list', values: [d + 1] })),
  upTo(30).map((d): Days => ({ text: `${d + 1}W`, kind: 'nearest', values: [d + 1] })),
  upTo(4).map((n): Days => ({ text: n === 0 ? 'L' : `L-${n}`, kind: 'last', values: [n] })),
  fc.constant<Days>({ text: 'LW', kind: 'last-weekday', values: [] }),
  fc.constant<Days>({ text: '25-5', kind: 'list', values: [25, 26, 27, 28, 29, 30, 31, 1, 2, 3, 4, 5] }),
);
const weekday = fc.oneof(
  { weight: 14, arbitrary: fc.constant(anyDay) },
  fc.constant<Days>({ text: 'mon-FRI', kind: 'list', values: [1, 2, 3, 4, 5] }),
  fc.constant<Days>({ text: 'FRI-MON', kind: 'list', values: [5, 6, 0, 1] }),
  upTo(6).map((w): Days => ({ text: `${w === 0 ? 7 : w}`, kind: 'list', values: [w] })),
  fc.tuple(upTo(6), upTo(4)).map(([w, n]): Days => ({ text: `${w}#${n + 1}`, kind: 'nth', values: [w, n + 1] })),
  upTo(6).map((w): Days => ({ text: `${w}L`, kind: 'last-of', values: [w] })),
);

const hours = fc.oneof(
  upTo(3).map((hour) => listed([hour])),
  few(23),
  one(ranged(24, 22, 2, 1), ranged(24, 0, 6, 2), ranged(24, 1, 3, 1), stepped(24, 2), stepped(24, 1)),
);
const minutes = fc.oneof(few(59), one(ranged(60, 50, 10, 20), stepped(60, 30)));
const seconds = one(listed([0]), listed([0]), listed([30]));
const dense = fc
  .record({ second: one(listed([0]), listed([0]), stepped(60, 20)), every: one(1, 5, 7, 15, 30) })
  .map(({ second, every }) => ({ second, minute: stepped(60, every), hour: stepped(24, 1) }));

/** At most about `perDay` occurrences a day. */
function trigger(start: number, perDay: number, days: number): fc.Arbitrary<Plain> {
  const sparse = fc.record({ second: seconds, minute: minutes, hour: hours });
  const cron = fc
    .record({ times: fc.oneof(sparse, { weight: 2, arbitrary: dense }), day, weekday })
    .filter(
      ({ times: { second, minute, hour } }) =>
        second.values.length * minute.values.length * hour.values.length <= Math.max(4, perDay),
    )
    .map(({ times, ...rest }): Plain => ({ kind: 'cron', ...times, ...rest }));
  const ago = upTo(400 * 24 * 3600).map((s) => start - s * SECOND);
  const least = Math.ceil(86_400 / perDay);
  const interval = fc.oneof(
    fc.record({ unit: fc.constant('second' as const), every: fc.integer({ min: least, max: least + 5000 }) }),
    fc.record({ unit: fc.constant('minute' as const), every: fc.integer({ min: Math.ceil(least / 60), max: 2000 }) }),
    fc.record({ unit: fc.constant('hour' as const), every: fc.integer({ min: Math.ceil(least / 3600), max: 60 }) }),
    fc.record({
      unit: one('day' as const, 'week' as const, 'month' as const, 'year' as const),
      every: one(1, 1, 2, 3),
    }),
  );
  return fc.oneof(
    { weight: 5, arbitrary: cron },
    {
      weight: 2,
      arbitrary: fc.tuple(interval, ago).map(([spec, anchor]): Plain => ({ kind: 'interval', ...spec, anchor })),
    },
    {
      weight: 1,
      arbitrary: upTo(days * 86_400).map((s): Plain => ({ kind: 'once', at: start + (s + 60) * SECOND })),
    },
  );
}

function job(start: number, perDay: number, days: number): fc.Arbitrary<JobPlan> {
  const policy = fc.record({
    missed: one('once' as const, 'all' as const, 'skip' as const),
    graceMs: one(MINUTE, MINUTE, SECOND, 10 * MINUTE),
    catchUpWindowMs: one(DAY, null, HOUR, 5 * MINUTE),
    overlap: fc.record({
      mode: one('skip' as const, 'queue' as const, 'parallel' as const, 'replace' as const),
      limit: one(1, 2, 3, 200),
    }),
    retry: fc.record({
      count: one(0, 0, 1, 3),
      delayMs: one(5 * SECOND, 5 * MINUTE),
      backoff: one('fixed' as const, 'exponential' as const),
      ceilingMs: one(10 * MINUTE, 15 * SECOND),
    }),
    gap: one('after' as const, 'skip' as const),
    repeat: one('auto' as const, 'once' as const, 'both' as const),
  });
  return fc.record({
    triggers: fc.array(trigger(start, perDay, days), { minLength: 1, maxLength: 3 }),
    zone: one(...ZONES),
    policy,
    work: fc.record({ ms: one(500, 90 * SECOND, 40 * MINUTE, 5 * HOUR), failing: one(0, 0, 30, 100) }),
  });
}

function steps(jobs: number, days: number): fc.Arbitrary<Step[]> {
  const longest = Math.max(1, Math.floor((days * 86_400) / 8));
  const long = fc.integer({ min: 1, max: longest }).map((s) => s * SECOND);
  const brief = fc.integer({ min: 1, max: 180 }).map((s) => s * SECOND);
  const some = fc.integer({ min: 1, max: Math.min(longest, 8 * 3600) }).map((s) => s * SECOND);
  const back = fc.oneof(brief, some, one(HOUR, DAY)).map((ms) => -ms);
  const which = upTo(jobs - 1);
  const held = fc.option(which);
  const kind = <K extends Step['do']>(name: K) => ({ do: fc.constant(name) });
  return fc.array(
    fc.oneof(
      { weight: 10, arbitrary: fc.record({ ...kind('pass'), ms: fc.oneof(long, some) }) },
      { weight: 2, arbitrary: fc.record({ ...kind('sleep'), ms: fc.oneof(long, some), announced: fc.boolean() }) },
      { weight: 2, arbitrary: fc.record({ ...kind('hold'), ms: fc.oneof(brief, some) }) },
      { weight: 4, arbitrary: fc.record({ ...kind('set'), ms: fc.oneof(some, back, back) }) },
      {
        weight: 3,
        arbitrary: fc.record({
          ...kind('crash'),
          ms: fc.oneof(brief, long),
          set: fc.oneof(fc.constant(0), fc.constant(0), back),
        }),
      },
      { weight: 2, arbitrary: fc.record({ ...kind('pause'), job: held, ms: fc.oneof(brief, some) }) },
      { weight: 1, arbitrary: fc.record({ ...kind('resume'), job: held }) },
      { weight: 1, arbitrary: fc.record({ ...kind('toggle'), job: which }) },
      { weight: 1, arbitrary: fc.record({ ...kind('skip'), job: which }) },
      { weight: 1, arbitrary: fc.record(kind('switch')) },
    ),
    { minLength: USUAL / 2, maxLength: USUAL * 2, size: 'max' },
  );
}

/**
 * @param days how long a life is, roughly
 * @param rings how many occurrences a trigger may have in it, roughly
 */
export function plans(days: number, rings: number): fc.Arbitrary<Plan> {
  return fc
    .record({ start: one(...STARTS), count: fc.integer({ min: 1, max: 3 }), concurrency: one(1, 2, 100) })
    .chain(({ start, count, concurrency }) =>
      fc.record({
        start: fc.constant(start),
        concurrency: fc.constant(concurrency),
        jobs: fc.array(job(start, rings / days, days), { minLength: count, maxLength: count }),
        steps: steps(count, days),
        rest: fc.constant(Math.floor((days * 86_400) / USUAL) * SECOND),
      }),
    );
}
