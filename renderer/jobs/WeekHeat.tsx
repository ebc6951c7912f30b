import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { JobSummary } from '#contract/job.ts';
import { isTimed } from '#contract/trigger.ts';
import { readingQuery, useJobStats } from '../state/queries.ts';
import { useTick } from '../ui/ticker.ts';
import { HeatMap } from './HeatMap.tsx';
import { type Heat, heatOf } from './heat.ts';
import { words } from './text.ts';

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
/** As many as one reading gives. What rings oftener in a week is told by when it ran. */
const MOST = 1000;

/** The hours of the coming week in which a job rings by the clock; of one that rings very often, those in which it ran. */
export function WeekHeat({ job }: { job: JobSummary }) {
  const coming = useComing(job);
  const ran = useJobStats(job).data?.heat;
  if (!job.enabled || coming === null) return null;
  if (coming !== 'frequent') return <Titled heat={coming} title={words.heat} span={words.comingWeek} />;
  return ran?.some((day) => day.some((count) => count > 0)) ? (
    <Titled heat={ran} title={words.heatRan} span={words.keptRuns} />
  ) : null;
}

function Titled({ heat, title, span }: { heat: Heat; title: string; span: string }) {
  return (
    <section>
      <h3>
        {title}
        <span>· {span}</span>
      </h3>
      <HeatMap heat={heat} label={`${title}, ${span}`} />
    </section>
  );
}

function useComing(job: JobSummary): Heat | 'frequent' | null {
  const from = useTick((now) => Math.floor(now / HOUR) * HOUR);
  const { zone, policy, triggers } = job;
  const specs = triggers.map(({ spec }) => spec).filter(isTimed);
  const { gap, repeat } = policy;
  const readings = useQueries({
    queries: specs.map((schedule) => readingQuery({ schedule, zone, gap, repeat, from: from - 1, count: MOST })),
    combine: (results) => results.flatMap(({ data }) => data ?? []),
  });
  return useMemo(() => {
    const frequent = readings.some(({ next }) => next.length === MOST && (next.at(-1)?.at ?? 0) < from + WEEK);
    const [first] = readings;
    if (!first) return null;
    if (frequent) return 'frequent';
    const due = new Set(readings.flatMap(({ next }) => next.map(({ at }) => at)).filter((at) => at < from + WEEK));
    return due.size === 0 ? null : heatOf([...due], first.zone);
  }, [readings, from]);
}
