import { isLetGo, type PastBand } from '#contract/band.ts';
import type { Run } from '#contract/run.ts';
import { placeOf } from '../state/run-pages.ts';
import { lateMs, shownAt } from '../ui/mark.ts';
import { isFailure } from '../ui/run-words.ts';
import { plural } from '../ui/text.ts';
import { wallTime } from '../ui/wall-time.ts';
import { type Group, gather } from './repeats.ts';
import { text } from './text.ts';

export type DayRow = { kind: 'day'; key: string; at: number; facts: string };
/** A run; `nested` under its repeats or its band, `madeUp` where it was due, above the row of where it ran. */
export type RunItem = { kind: 'run'; key: string; index: number; run: Run; nested: boolean; madeUp: boolean };
/** Consecutive runs of one job that ended alike, newest first. */
export type Repeats = { kind: 'repeats'; key: string; index: number; runs: Run[]; open: boolean };
/** A stretch in which nothing rang; `letGo` are the rows of jobs that ring often anyway. */
export type BandItem = { kind: 'band'; key: string; index: number; band: PastBand; letGo: Run[]; open: boolean };
export type Item = RunItem | Repeats | BandItem;
export type Row = DayRow | Item;

export interface Listing {
  /** Newest first. */
  runs: readonly Run[];
  /** Whether nothing is left to be loaded. */
  complete: boolean;
  bands: readonly PastBand[];
  /** Jobs of which nothing counts as missed. */
  frequent: ReadonlySet<number>;
  /** Whether what was made up later is also told where it was due. */
  madeUp: boolean;
  collapse: boolean;
  /** What is open, by the key of a band or the id of any run of the repeats. */
  open: ReadonlySet<string>;
  /** Runs that stay rows of their own. */
  apart: ReadonlySet<number>;
}

type Entry = { at: number } & (
  | { kind: 'run'; run: Run }
  | { kind: 'made-up'; run: Run }
  | { kind: 'band'; band: PastBand; letGo: Run[] }
);

/** Everything the list shows, each day under its heading; rows besides headings are numbered. */
export function listRows(listing: Listing): Row[] {
  const rows: Row[] = [];
  const numbers = { next: 0 };
  const keys = new Set<string>();
  for (const day of byDay(entriesOf(listing))) {
    const key = keys.has(day.key) ? `${day.key} ${rows.length}` : day.key;
    keys.add(key);
    rows.push({ kind: 'day', key, at: day.at, facts: '' });
    const heading = rows.at(-1) as DayRow;
    for (const group of gather(day.entries, listing)) rows.push(...itemsOf(group, listing, numbers));
    const isWhole = listing.complete || day.isOver;
    if (isWhole) heading.facts = factsOf(day.entries, listing.frequent);
  }
  return rows;
}

/** What a day adds up to, in words. */
export function factsInWords({ runs, failed, missed }: { runs: number; failed: number; missed: number }): string {
  return [plural(runs, 'run'), failed > 0 && text.failed(failed), missed > 0 && text.missed(missed)]
    .filter(Boolean)
    .join(' · ');
}

function factsOf(entries: readonly Entry[], frequent: ReadonlySet<number>): string {
  const runs = entries.flatMap((entry) => (entry.kind === 'run' ? entry.run : []));
  const missed = runs
    .filter((run) => run.status === 'missed' && !isLetGo(run, frequent))
    .reduce((sum, { count }) => sum + count, entries.filter(({ kind }) => kind === 'made-up').length);
  return factsInWords({
    runs: runs.filter(({ startedAt }) => startedAt !== null).length,
    failed: runs.filter(({ status }) => isFailure(status)).length,
    missed,
  });
}

/** Runs in their order, with bands and what was made up put between them by their time. */
function entriesOf({ runs, complete, bands, frequent, madeUp }: Listing): Entry[] {
  const between: Extract<Entry, { kind: 'band' | 'made-up' }>[] = bands.map((band) => ({
    ...{ kind: 'band', at: band.to, band, letGo: [] },
  }));
  const own: Run[] = [];
  for (const run of runs) {
    const within = run.status === 'missed' && isLetGo(run, frequent) ? bandOf(run, between) : undefined;
    if (within) within.letGo.push(run);
    else own.push(run);
    if (madeUp && isMadeUp(run) && !isLetGo(run, frequent)) between.push({ kind: 'made-up', at: run.dueAt, run });
  }
  between.sort((a, b) => a.at - b.at);
  const entries: Entry[] = [];
  for (const run of own) {
    const at = placeOf(run);
    while ((between.at(-1)?.at ?? 0) > at) entries.push(between.pop() as Entry);
    entries.push({ kind: 'run', at, run });
  }
  return complete ? [...entries, ...between.reverse()] : entries;
}

const isMadeUp = (run: Run) => run.cause === 'catch-up' && lateMs(run) > 0;

function bandOf({ dueAt }: Run, between: readonly Entry[]) {
  for (const entry of between)
    if (entry.kind === 'band' && dueAt >= entry.band.from && dueAt < entry.band.to) return entry;
  return undefined;
}

interface Day {
  key: string;
  at: number;
  entries: Entry[];
  isOver: boolean;
}

function byDay(entries: readonly Entry[]): Day[] {
  const days: Day[] = [];
  for (const entry of entries) {
    const at = entry.kind === 'run' ? shownAt(entry.run) : entry.at;
    const key = wallTime.dayKey(at);
    const last = days.at(-1);
    if (last?.key === key) {
      last.entries.push(entry);
      continue;
    }
    if (last) last.isOver = true;
    days.push({ key, at, entries: [entry], isOver: false });
  }
  return days;
}

function itemsOf(group: Group<Entry>, { open }: Listing, numbers: { next: number }): Item[] {
  const [first] = group;
  if (!first) return [];
  const item = (run: Run, nested: boolean, madeUp = false): RunItem => ({
    ...{ kind: 'run', key: `${madeUp ? 'due' : 'run'} ${run.id}`, index: numbers.next++, run, nested, madeUp },
  });
  if (first.kind === 'made-up') return [item(first.run, false, true)];
  if (first.kind === 'band') {
    const { band, letGo } = first;
    const key = `band ${band.kind} ${band.from}`;
    const isOpen = open.has(key);
    const row: BandItem = { kind: 'band', key, index: numbers.next++, band, letGo, open: isOpen };
    return [row, ...(isOpen ? letGo.map((run) => item(run, true)) : [])];
  }
  const runs = group.flatMap((entry) => (entry.kind === 'run' ? entry.run : []));
  if (runs.length === 1) return [item(first.run, false)];
  const isOpen = open.size > 0 && runs.some(({ id }) => open.has(String(id)));
  const key = `repeats ${first.run.id}`;
  const row: Repeats = { kind: 'repeats', key, index: numbers.next++, runs, open: isOpen };
  return [row, ...(isOpen ? runs.map((run) => item(run, true)) : [])];
}
