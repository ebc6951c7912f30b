import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Run } from '#contract/run.ts';
import { Life } from './life.ts';
import { type Plan, plans } from './plans.ts';
import type { Job, Row } from './rules.ts';

// Sequelize notes the stack of every statement; nobody reads it here, and it costs a third of the time.
Error.stackTraceLimit = 0;

/** The short form, the same each time; `npm run simulate` sets more. */
const RUNS = Number(process.env.SIMULATE_RUNS ?? 16);
const DAYS = Number(process.env.SIMULATE_DAYS ?? 3);
const RINGS = Number(process.env.SIMULATE_RINGS ?? 60);
const SEED = Number(process.env.SIMULATE_SEED ?? 8);
/** Repeats one life of a failure, by the path that it printed. */
const PATH = process.env.SIMULATE_PATH;

const DAY = 86_400_000;
const iso = (at: number | null) => (at === null ? '-' : new Date(at).toISOString().replace('T', ' ').slice(0, 23));

interface Line {
  dueAt: number;
  text: string;
}

function line(
  trigger: number,
  row: Pick<Run, 'dueAt' | 'dueUntil' | 'count' | 'cause' | 'reason' | 'startedAt' | 'finishedAt' | 'attempt'> & {
    status: string;
  },
): Line {
  const { dueAt, dueUntil, count, cause, reason } = row;
  const ran = `${iso(row.startedAt)} to ${iso(row.finishedAt)} attempt ${row.attempt}`;
  const text = `${iso(dueAt)} .. ${iso(dueUntil)} x${count} #${trigger} ${row.status} ${cause} ${reason} ${ran}`;
  return { dueAt, text };
}

const sorted = (lines: Line[]) => lines.map(({ text }) => text).sort();

function wanted(job: Job, rows: Row[]): string[] {
  const mine = rows.filter(({ trigger }) => trigger.job === job);
  return sorted(
    mine.map(({ trigger, members, ...row }) =>
      line(job.triggers.indexOf(trigger), {
        ...row,
        dueAt: members[0] as number,
        dueUntil: members.at(-1) as number,
        count: members.length,
      }),
    ),
  );
}

/** No instant of a trigger has two rows of its own, rows for many lie apart, and each counts what no other has. */
function settledOnce(due: number[], rows: Run[]): void {
  const single = rows.filter(({ count }) => count === 1).map(({ dueAt }) => dueAt);
  const own = new Set(single);
  expect(own.size).toBe(single.length);
  const ranges = rows.filter(({ count }) => count > 1).sort((a, b) => a.dueAt - b.dueAt);
  for (const [at, { dueAt, dueUntil, count }] of ranges.entries()) {
    expect(dueAt).toBeGreaterThan(ranges[at - 1]?.dueUntil ?? 0);
    expect(count).toBe(due.filter((instant) => instant >= dueAt && instant <= dueUntil && !own.has(instant)).length);
  }
  expect(single.filter((at) => !due.includes(at))).toEqual([]);
}

async function allRows(life: Life, job: number): Promise<Run[]> {
  return (await life.world.store.runs.list({ job, limit: 1_000_000 })).runs;
}

interface Seen {
  lives: number;
  days: number;
  occurrences: number;
  rows: Map<string, number>;
}

async function compare(plan: Plan, seen: Seen): Promise<void> {
  const life = await Life.through(plan);
  try {
    const { rules, world } = life;
    expect(life.faults).toEqual([]);
    expect(world.reports).toEqual([]);
    seen.lives++;
    seen.days += plan.steps.reduce((sum, step) => sum + plan.rest + ('ms' in step ? Math.max(0, step.ms) : 0), 0) / DAY;
    for (const [index, job] of rules.jobs.entries()) {
      const id = life.jobIds[index] as number;
      const stored = await world.store.jobs.find(id);
      const rows = await allRows(life, id);
      const order = new Map(stored?.triggers.map((trigger, at) => [trigger.id, at]));
      const found = rows.map((row) => line(order.get(row.triggerId ?? 0) ?? -1, row));
      expect(sorted(found)).toEqual(wanted(job, rules.rows));
      for (const [at, { due }] of job.triggers.entries())
        settledOnce(
          due,
          rows.filter(({ triggerId }) => order.get(triggerId ?? 0) === at),
        );
      const next = rules.next(job);
      if (next !== null || !job.enabled) expect(iso(stored?.nextRunAt ?? null)).toBe(iso(next));
      for (const { status, cause, reason, count } of rows) {
        const name = [status, cause === 'catch-up' ? cause : '', reason ?? ''].filter(Boolean).join(' ');
        seen.rows.set(name, (seen.rows.get(name) ?? 0) + 1);
        seen.occurrences += count;
      }
    }
  } finally {
    await life.close();
  }
}

describe('a simulated life', () => {
  it('settles each occurrence once, as the rules say', { timeout: 36_000_000 }, async () => {
    const seen: Seen = { lives: 0, days: 0, occurrences: 0, rows: new Map() };
    const property = fc.asyncProperty(plans(DAYS, RINGS), (plan) => compare(plan, seen));
    await fc.assert(property, { numRuns: RUNS, seed: SEED, ...(PATH !== undefined && { path: PATH }) });
    if (process.env.SIMULATE_RUNS) console.log({ ...seen, rows: Object.fromEntries([...seen.rows].sort()) });
    expect(seen.occurrences).toBeGreaterThan(RUNS * 10);
  });
});
