import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { JobSummary } from '#contract/job.ts';
import { isTimed } from '#contract/trigger.ts';
import { readingQuery } from '../state/queries.ts';
import { useTick } from '../ui/ticker.ts';
import { HeatMap } from './HeatMap.tsx';
import { heatOf } from './heat.ts';
import { words } from './text.ts';

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
/** As many as one reading gives. What rings oftener in a week does so all the time, and a map says nothing. */
const MOST = 1000;

/** The hours of the coming week in which a job rings by the clock. */
export function WeekHeat({ job }: { job: JobSummary }) {
  const from = useTick((now) => Math.floor(now / HOUR) * HOUR);
  const { zone, policy, triggers } = job;
  const specs = triggers.map(({ spec }) => spec).filter(isTimed);
  const { gap, repeat } = policy;
  const readings = useQueries({
    queries: specs.map((schedule) => readingQuery({ schedule, zone, gap, repeat, from: from - 1, count: MOST })),
    combine: (results) => results.flatMap(({ data }) => data ?? []),
  });
  const heat = useMemo(() => {
    const frequent = readings.some(({ next }) => next.length === MOST && (next.at(-1)?.at ?? 0) < from + WEEK);
    const [first] = readings;
    if (!first || frequent) return null;
    const due = new Set(readings.flatMap(({ next }) => next.map(({ at }) => at)).filter((at) => at < from + WEEK));
    return due.size === 0 ? null : heatOf([...due], first.zone);
  }, [readings, from]);
  if (!job.enabled || heat === null) return null;
  return (
    <section>
      <h3>
        {words.heat}
        <span>· {words.comingWeek}</span>
      </h3>
      <HeatMap heat={heat} label={`${words.heat}, ${words.comingWeek}`} />
    </section>
  );
}
