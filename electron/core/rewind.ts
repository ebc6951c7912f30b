import type { ArmedTrigger } from './armed.ts';
import { Except } from './except.ts';
import type { RangeCut, SettledAhead, Store } from './ports.ts';
import type { Roster } from './roster.ts';
import type { Sequence } from './sequence.ts';

/**
 * Counts every trigger from `now` (epoch ms) again where a clock was ahead of it: what was settled stays settled and
 * rings no second time. A row for many occurrences that reaches beyond `now` is cut: those have not passed yet.
 * Resolves to the rows that were cut; nothing has changed when it rejects.
 */
export async function rewind(roster: Roster, store: Pick<Store, 'settledAhead' | 'rewind'>, now: number) {
  const triggers = [...roster.jobs.values()].flatMap((armed) => armed.triggers);
  const moved = triggers.filter(({ cursor }) => cursor > now);
  const rows = byTrigger(await store.settledAhead(now));
  const found = triggers.map((trigger) => ({ trigger, ...split(trigger.schedule, rows.get(trigger.id) ?? [], now) }));
  const cuts = found.flatMap((entry) => entry.cuts);
  const cursors = moved.map(({ id }) => ({ triggerId: id, cursor: now }));
  const cut = cuts.length > 0 || moved.length > 0 ? await store.rewind({ cursors, cuts }) : [];
  for (const { trigger, settled } of found) {
    if (settled.length > 0 || trigger.cursor > now || trigger.sequence !== trigger.schedule)
      roster.recount(trigger, Math.min(trigger.cursor, now), settled);
  }
  return cut;
}

/** The instants after `now` that stay settled, and where the rows for many end. */
function split(schedule: Sequence, rows: SettledAhead[], now: number): { settled: number[]; cuts: RangeCut[] } {
  const single = rows.filter(({ count }) => count === 1).map(({ dueAt }) => dueAt);
  const open = new Except(schedule, single);
  const settled = [...single];
  const cuts: RangeCut[] = [];
  for (const { id, dueAt, dueUntil, count } of rows.filter((row) => row.count > 1)) {
    if (dueAt > now) {
      // Its first is what the ledger knows it by, and stays.
      settled.push(dueAt);
      cuts.push({ id, dueUntil: dueAt, count: 1 });
    } else {
      const last = Math.max(dueAt, open.previous(now) ?? dueAt);
      cuts.push({ id, dueUntil: last, count: Math.max(1, count - open.count(now, dueUntil)) });
    }
  }
  return { settled, cuts };
}

function byTrigger(rows: SettledAhead[]): Map<ArmedTrigger['id'], SettledAhead[]> {
  const found = new Map<number, SettledAhead[]>();
  for (const row of rows) {
    const list = found.get(row.triggerId);
    if (list) list.push(row);
    else found.set(row.triggerId, [row]);
  }
  return found;
}
