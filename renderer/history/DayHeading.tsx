import { useTotalsOf } from '../state/queries.ts';
import type { RunQuery } from '../state/run-pages.ts';
import { useTick } from '../ui/ticker.ts';
import { startOfDay, wallTime } from '../ui/wall-time.ts';
import { type DayRow, factsInWords } from './rows.ts';

/** A day and what it adds up to: asked of the ledger, which knows rows that are not loaded; of a search, what is there. */
export function DayHeading({ row, filter: { search, since = 0, ...filter } }: { row: DayRow; filter: RunQuery }) {
  // Told again when a day has passed, not each second.
  const today = useTick(startOfDay);
  const begin = startOfDay(row.at);
  const day = { ...filter, since: Math.max(since, begin), until: endOfDay(row.at) };
  const { data } = useTotalsOf(day, search === undefined);
  const { name, date } = wallTime.heading(row.at, today);
  const facts = search === undefined ? data && factsInWords(data) : row.facts;
  const told = [date, facts].filter(Boolean).join(' · ');
  return (
    <div role="row" className="day-row">
      <span role="gridcell" className="cut num">
        <strong>{name}</strong> {told}
      </span>
    </div>
  );
}

/** The last instant of a day; its length differs where clocks change. */
function endOfDay(at: number): number {
  const day = new Date(at);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1).getTime() - 1;
}
