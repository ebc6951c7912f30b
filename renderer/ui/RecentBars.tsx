import { memo } from 'react';
import type { JobSummary } from '#contract/job.ts';
import { readRecent } from '#contract/recent.ts';
import { type Bar, bars } from './bars.ts';

const COUNT = 20;
const PITCH = 4.4;
const BASE = 20;
const FILL = {
  ok: '--bf-ok-bar',
  fail: '--bf-fail',
  late: '--bf-late-bar',
  idle: '--bf-idle',
  run: '--bf-run',
} as const;

/** The last 20 runs of a job, newest at right. `label` is its whole meaning in words. */
export const RecentBars = memo(function RecentBars({
  recent,
  live,
  label,
}: Pick<JobSummary, 'recent' | 'live'> & { label: string }) {
  const now = Date.now();
  const going = live.map(({ status, startedAt }) => ({ status, ms: startedAt === null ? null : now - startedAt }));
  const shown = bars([...going, ...readRecent(recent)].slice(0, COUNT));
  const from = COUNT - shown.length;
  return (
    <svg
      width={COUNT * PITCH - 1.4}
      height="24"
      viewBox={`0 0 ${COUNT * PITCH - 1.4} 24`}
      role="img"
      aria-label={label}
    >
      {shown.length > 0 && (
        <path d={`M${from * PITCH} ${BASE + 0.25}H${COUNT * PITCH - 1.4}`} stroke="var(--bf-line-2)" strokeWidth=".5" />
      )}
      {shown.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place.
        <Shape key={at} bar={one} x={(from + at) * PITCH} />
      ))}
    </svg>
  );
});

function Shape({ bar, x }: { bar: Bar; x: number }) {
  const fill = `var(${FILL[bar.tone]})`;
  const top = BASE - bar.height;
  if (bar.shape === 'hollow') {
    return <rect x={x + 0.5} y={top} width="2" height={bar.height - 0.5} rx=".8" fill="none" stroke={fill} />;
  }
  return (
    <>
      <rect x={x} y={top} width="3" height={bar.height} rx={bar.height > 3 ? 1 : 0.5} fill={fill} />
      {bar.shape === 'tall' && <circle cx={x + 1.5} cy={BASE + 2.4} r="1.4" fill={fill} />}
    </>
  );
}
