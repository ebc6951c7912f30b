import fc from 'fast-check';
import { World } from '../support/world.ts';
import { SCHEDULES, ZONES } from './oracle.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Something that befalls the computer; `ms` is how long. */
export type Step = { do: 'pass' | 'sleep' | 'hold' | 'jump' | 'off' | 'pause'; ms: number };

export interface Plan {
  job: { schedule: number; zone: string; missed: 'once' | 'all' | 'skip' }[];
  start: number;
  steps: Step[];
}

/** A stretch of wall time in which no bell could ring, or in which a pause held them. Epoch ms, (from, to]. */
export interface Span {
  kind: 'sleep' | 'hold' | 'jump' | 'off' | 'pause';
  from: number;
  to: number;
}

/** Days between two changes of clocks, or around one. */
const STARTS = ['2026-01-14T03:00:00Z', '2026-03-28T20:00:00Z', '2026-10-24T20:00:00Z', '2026-04-04T10:00:00Z'];

/** @param days how long a history may become, roughly */
export function plans(days: number): fc.Arbitrary<Plan> {
  const longest = (days * 24 * HOUR) / 12;
  const ms = fc.integer({ min: 1, max: longest / 1000 }).map((seconds) => seconds * 1000);
  const brief = fc.integer({ min: 1, max: 180 }).map((seconds) => seconds * 1000);
  const step = fc.oneof(
    ...[
      { weight: 4, arbitrary: fc.record({ do: fc.constant('pass' as const), ms }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('hold' as const), ms: fc.oneof(brief, ms) }) },
      {
        weight: 3,
        arbitrary: fc.record({
          do: fc.constantFrom('sleep' as const, 'jump' as const, 'off' as const, 'pause' as const),
          ms,
        }),
      },
    ],
  );
  const job = fc.record({
    schedule: fc.nat({ max: SCHEDULES.length - 1 }),
    zone: fc.constantFrom(...ZONES),
    missed: fc.constantFrom('once' as const, 'all' as const, 'skip' as const),
  });
  return fc.record({
    job: fc.array(job, { minLength: 1, maxLength: 4 }),
    start: fc.constantFrom(...STARTS).map((iso) => Date.parse(iso)),
    steps: fc.array(step, { minLength: 1, maxLength: 12 }),
  });
}

/** Lives through a plan on a real ledger. Resolves to the world at its end, the ids of its jobs, and what befell. */
export async function live(plan: Plan): Promise<{ world: World; ids: number[]; spans: Span[] }> {
  let world = await World.open({ at: plan.start });
  const ids: number[] = [];
  for (const { schedule, zone, missed } of plan.job) {
    // All that is made up for waits in line, so that the overlap policy takes none away.
    const overlap = { mode: 'queue', limit: 1000 } as const;
    const policy = { missed, overlap, gap: 'skip', repeat: 'both', catchUpWindowMs: null } as const;
    ids.push(await world.add({ cron: SCHEDULES[schedule]?.expression ?? '', zone, policy }));
  }
  const spans: Span[] = [];
  for (const { do: kind, ms } of plan.steps) {
    const from = world.time.now();
    if (kind === 'pass') await world.time.advance(ms);
    else if (kind === 'sleep' || kind === 'jump') world.time.sleep(ms);
    else if (kind === 'hold') world.time.hold(ms);
    else if (kind === 'off') world = await world.restart({ at: from + ms });
    else {
      await world.engine.scheduler.pauseAll(from + ms);
      await world.time.advance(ms);
    }
    if (kind !== 'pass') spans.push({ kind, from, to: world.time.now() });
    // Whatever it was, the watch notices within its period.
    await world.time.advance(10_000);
  }
  await world.time.advance(MINUTE);
  return { world, ids, spans };
}
