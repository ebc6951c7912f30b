import { memo } from 'react';
import type { JobSummary } from '#contract/job.ts';
import { readRecent } from '#contract/recent.ts';
import { type Bar, bars } from './bars.ts';
import { disc, roundBox } from './outline.ts';

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
      fill="none"
      viewBox={`0 0 ${COUNT * PITCH - 1.4} 24`}
      role="img"
      aria-label={label}
    >
      {shown.length > 0 && (
        <path d={`M${from * PITCH} ${BASE + 0.25}H${COUNT * PITCH - 1.4}`} stroke="var(--bf-line-2)" strokeWidth=".5" />
      )}
      {pathsOf(shown).map(({ tone, hollow, d }) => (
        <path key={`${tone} ${hollow}`} d={d} {...{ [hollow ? 'stroke' : 'fill']: `var(${FILL[tone]})` }} />
      ))}
    </svg>
  );
});

interface Path extends Pick<Bar, 'tone'> {
  hollow: boolean;
  d: string;
}

/** One path for each look, not one for each run: a list shows hundreds. */
function pathsOf(shown: readonly Bar[]): Path[] {
  const paths = new Map<string, Path>();
  shown.forEach(({ tone, shape, height }, index) => {
    const hollow = shape === 'hollow';
    const x = (COUNT - shown.length + index) * PITCH;
    const top = BASE - height;
    const bar = hollow
      ? roundBox(x + 0.5, top, 2, height - 0.5, 0.8)
      : roundBox(x, top, 3, height, height > 3 ? 1 : 0.5) + (shape === 'tall' ? disc(x + 1.5, BASE + 2.4, 1.4) : '');
    const key = `${tone} ${hollow}`;
    paths.set(key, { tone, hollow, d: (paths.get(key)?.d ?? '') + bar });
  });
  return [...paths.values()];
}
