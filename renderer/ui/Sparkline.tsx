import type { JobSummary } from '#contract/job.ts';
import { isFailure, STATUS_WORDS, tookMs } from './run-words.ts';

const BAR = 3;
const STEP = 4.5;
const HEIGHT = 22;
const BARS = 20;
const FLOOR = 6;
const BASE = HEIGHT - 2;

type Recent = JobSummary['recent'];

/** Last 20 results, oldest first: height is duration, shape is the result. Named in words. */
export function Sparkline({ recent }: { recent: Recent }) {
  if (recent.length === 0) return null;
  const bars = [...recent].reverse();
  const longest = Math.max(1, ...bars.map((run) => tookMs(run) ?? 0));
  const offset = (BARS - bars.length) * STEP;
  const good = bars.filter(({ status }) => status === 'success').length;
  return (
    <svg
      className="spark"
      width={BARS * STEP}
      height={HEIGHT}
      role="img"
      aria-label={`${good} of the last ${bars.length} succeeded`}
    >
      {bars.map((run, at) => (
        <Bar key={run.id} run={run} x={offset + at * STEP} share={Math.sqrt((tookMs(run) ?? 0) / longest)} />
      ))}
    </svg>
  );
}

function Bar({ run, x, share }: { run: Recent[number]; x: number; share: number }) {
  const title = <title>{STATUS_WORDS[run.status]}</title>;
  const height = FLOOR + share * 8;
  if (isFailure(run.status))
    return (
      <rect x={x} y={1} width={BAR} height={HEIGHT - 1} rx={1} fill="var(--bf-fail)">
        {title}
      </rect>
    );
  if (run.status === 'missed')
    return (
      <rect x={x + 0.5} y={BASE - 9.5} width={BAR - 1} height={9} rx={1} fill="none" stroke="var(--bf-late-bar)">
        {title}
      </rect>
    );
  if (run.status === 'success')
    return (
      <rect x={x} y={BASE - height} width={BAR} height={height} rx={0.5} fill="var(--bf-ok-bar)">
        {title}
      </rect>
    );
  return (
    <rect x={x} y={BASE - 2} width={BAR} height={2} fill="var(--bf-idle)">
      {title}
    </rect>
  );
}
