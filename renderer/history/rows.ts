import type { Run } from '#contract/run.ts';
import { shownAt } from '../ui/mark.ts';
import { isFailure } from '../ui/run-words.ts';
import { plural } from '../ui/text.ts';
import { wallTime } from '../ui/wall-time.ts';

export type Row =
  | { kind: 'day'; key: string; at: number; facts: string }
  | { kind: 'run'; key: number; run: Run; index: number };

interface Day {
  key: string;
  runs: Run[];
  row: Extract<Row, { kind: 'day' }>;
}

/** Runs, newest first, under a heading for each day. A day's figures are said only when all of it is loaded. */
export function rowsByDay(runs: readonly Run[], complete: boolean): Row[] {
  const rows: Row[] = [];
  let day: Day | undefined;
  for (const [index, run] of runs.entries()) {
    const key = wallTime.dayKey(shownAt(run));
    if (day?.key !== key) {
      if (day) day.row.facts = factsOf(day.runs);
      const row: Row = { kind: 'day', key, at: shownAt(run), facts: '' };
      day = { key, runs: [], row };
      rows.push(row);
    }
    day.runs.push(run);
    rows.push({ kind: 'run', key: run.id, run, index });
  }
  if (day && complete) day.row.facts = factsOf(day.runs);
  return rows;
}

function factsOf(runs: readonly Run[]): string {
  const sum = (fits: (run: Run) => boolean) => runs.filter(fits).reduce((total, run) => total + run.count, 0);
  const ran = runs.filter((run) => run.startedAt !== null).length;
  const failed = runs.filter((run) => isFailure(run.status)).length;
  const missed = sum((run) => run.status === 'missed');
  const skipped = sum((run) => run.status === 'skipped');
  return [
    plural(ran, 'run'),
    failed > 0 && `${failed} failed`,
    missed > 0 && `${missed} missed`,
    skipped > 0 && `${skipped} skipped`,
  ]
    .filter(Boolean)
    .join(' · ');
}
