import { useMemo } from 'react';
import type { JobSummary } from '#contract/job.ts';
import { useJobStats } from '../state/queries.ts';
import { duration } from '../ui/format.ts';
import { plural } from '../ui/text.ts';
import { startOfDay, wallTime } from '../ui/wall-time.ts';
import styles from './detail.module.css';
import { plain } from './rule-words.ts';
import { words } from './text.ts';
import { trendShape } from './trend.ts';

const SHOWN = 30;
const WIDTH = 300;
const HEIGHT = 48;

/** How long the last runs took, against what is usual. Nothing where there is no line to draw. */
export function DurationTrend({ job }: { job: JobSummary }) {
  const { data } = useJobStats(job);
  const { usual } = job;
  const trend = useMemo(() => data?.trend.slice(-SHOWN) ?? [], [data]);
  const shape = useMemo(() => trendShape(trend, usual, WIDTH, HEIGHT), [trend, usual]);
  const [first] = trend;
  if (!usual || !first || trend.length < 2) return null;
  const said = `${words.usually(duration(usual.medianMs))}, ${words.lastRuns(plural(trend.length, 'run'))}`;
  return (
    <section>
      <h3>
        {words.duration} <span>· {said}</span>
      </h3>
      <div className={styles.trend}>
        <svg viewBox={`-2 -3 ${WIDTH + 4} ${HEIGHT + 6}`} role="img" aria-label={`${words.duration}, ${said}`}>
          {[0, 0.5, 1].map((share) => (
            <path key={share} d={`M0 ${HEIGHT * share}H${WIDTH}`} stroke="var(--bf-line)" strokeWidth="1" />
          ))}
          {shape.band && (
            <rect
              x="0"
              y={shape.band.y}
              width={WIDTH}
              height={shape.band.height}
              fill="var(--bf-ok-bar)"
              opacity=".14"
            />
          )}
          <path d={shape.line} fill="none" stroke="var(--bf-ok-bar)" strokeWidth="1.5" strokeLinejoin="round" />
          {shape.dots.map(({ id, x, y, tone }) =>
            tone === 'fail' ? (
              <rect key={id} x={x - 2.5} y={y - 5} width="5" height="5" rx="1" fill="var(--bf-fail)" />
            ) : (
              <circle key={id} cx={x} cy={y} r="2.5" fill="var(--bf-late)" />
            ),
          )}
        </svg>
        <ol className="num" aria-hidden>
          <li>{plain(shape.topMs)}</li>
          <li>{plain(shape.topMs / 2)}</li>
          <li>0</li>
        </ol>
        <p className="num">
          <span>{wallTime.day(first.at)}</span>
          <span>{dayOf(trend.at(-1)?.at ?? first.at)}</span>
        </p>
      </div>
    </section>
  );
}

const dayOf = (at: number) => (at >= startOfDay(Date.now()) ? words.today : wallTime.day(at));
