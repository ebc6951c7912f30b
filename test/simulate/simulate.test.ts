import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Run } from '#contract/run.ts';
import { occurrences, SCHEDULES } from './oracle.ts';
import { live, type Plan, plans, type Span } from './script.ts';

/** The short form; `npm run simulate` sets more. A failure prints its seed and path: give them back to repeat it. */
const RUNS = Number(process.env.SIMULATE_RUNS ?? 12);
const DAYS = Number(process.env.SIMULATE_DAYS ?? 3);
const SEED = process.env.SIMULATE_SEED === undefined ? {} : { seed: Number(process.env.SIMULATE_SEED) };
const GRACE = 60_000;
/** The watch looks each 5 s, and what is awake again settles within two looks. */
const NOTICED = 10_000;

const within = (at: number, spans: Span[], slack = 0) => spans.some(({ from, to }) => at > from && at <= to + slack);
const iso = (at: number) => new Date(at).toISOString();

/** Each occurrence of the oracle lies in exactly one row, and every row counts what it covers. */
function settledOnce(due: number[], rows: Run[]): void {
  const covered = rows.flatMap((row) => due.filter((at) => at >= row.dueAt && at <= row.dueUntil));
  expect(covered.map(iso)).toEqual(due.map(iso));
  for (const row of rows) {
    expect(row.count, iso(row.dueAt)).toBe(due.filter((at) => at >= row.dueAt && at <= row.dueUntil).length);
  }
}

/** The status and reason of each row are those that the rules give for what befell. */
function settledRightly(plan: Plan['job'][number], rows: Run[], spans: Span[]): void {
  const blind = spans.filter(({ kind }) => kind !== 'pause');
  const pauses = spans.filter(({ kind }) => kind === 'pause');
  for (const row of rows) {
    const where = `${row.status} ${iso(row.dueAt)} ${row.cause} ${row.reason}`;
    const late = (row.startedAt ?? 0) - row.dueAt;
    if (row.status === 'skipped') {
      expect(row.reason, where).toBe('paused');
      for (const at of [row.dueAt, row.dueUntil]) expect(within(at + 1, pauses), where).toBe(true);
    } else if (row.status === 'missed') {
      expect(['asleep', 'held-up', 'not-running'], where).toContain(row.reason);
      for (const at of [row.dueAt, row.dueUntil]) expect(within(at, blind), where).toBe(true);
    } else {
      expect([row.status, row.count], where).toEqual(['success', 1]);
      if (!within(row.dueAt, blind)) expect([late, row.cause], where).toEqual([0, 'schedule']);
      else if (row.cause === 'schedule') expect(late, where).toBeLessThanOrEqual(GRACE + NOTICED);
      else expect(plan.missed, where).not.toBe('skip');
    }
  }
}

/** Under `once` and `skip` a blind stretch, however long, starts one run at most. */
function noBurst(plan: Plan['job'][number], rows: Run[], spans: Span[]): void {
  if (plan.missed === 'all') return;
  for (const span of spans.filter(({ kind }) => kind !== 'pause')) {
    const made = rows.filter((row) => row.status === 'success' && within(row.dueAt, [span]));
    expect(made.length, `${plan.missed} ${iso(span.from)}`).toBeLessThanOrEqual(1);
  }
}

describe('a simulated stretch of life', () => {
  it('settles each occurrence exactly once, with the reason that the rules give', { timeout: 3_600_000 }, async () => {
    let seen = 0;
    const property = fc.asyncProperty(plans(DAYS), async (plan) => {
      const { world, ids, spans } = await live(plan);
      try {
        for (const [at, job] of plan.job.entries()) {
          const known = SCHEDULES[job.schedule];
          if (!known) continue;
          const due = occurrences(known, job.zone, plan.start, world.time.now());
          const { runs } = await world.store.runs.list({ job: ids[at], limit: 100_000 });
          const rows = runs.sort((a, b) => a.dueAt - b.dueAt);
          seen += due.length;
          settledOnce(due, rows);
          settledRightly(job, rows, spans);
          noBurst(job, rows, spans);
        }
        expect(world.reports).toEqual([]);
      } finally {
        await world.close();
      }
    });
    await fc.assert(property, { numRuns: RUNS, ...SEED });
    expect(seen).toBeGreaterThan(RUNS * 10);
  });
});
