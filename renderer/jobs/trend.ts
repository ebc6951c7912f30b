import type { JobStats, Usual } from '#contract/job.ts';
import { isFailure } from '../ui/run-words.ts';

type Point = JobStats['trend'][number];

export interface TrendShape {
  /** The line through the successes, as an SVG path. */
  line: string;
  /** Dots of runs worth a look: failures at the foot, much longer ones on the line. */
  dots: { id: number; x: number; y: number; tone: 'fail' | 'late' }[];
  /** The usual span. */
  band: { y: number; height: number } | null;
  /** What the axis is labelled with, ms. */
  topMs: number;
}

/** Beyond the upper quartile by this many spreads counts as long. */
const LONG = 3;
const STEPS = [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 40, 60];
const UNITS = [1, 10, 100, 1000, 60_000, 3_600_000, 86_400_000];

/** Lays out durations in a box of `width` by `height`; runs stand side by side, whatever time lies between them. */
export function trendShape(trend: readonly Point[], usual: Usual | null, width: number, height: number): TrendShape {
  const topMs = roundUp(Math.max(1, ...trend.filter(({ status }) => status === 'success').map(({ ms }) => ms)));
  const x = (at: number) => round(trend.length < 2 ? width : (at / (trend.length - 1)) * width);
  const y = (ms: number) => round(height - (Math.min(ms, topMs) / topMs) * height);
  const longMs = usual ? usual.highMs + LONG * Math.max(usual.highMs - usual.lowMs, usual.medianMs * 0.1) : null;
  const placed = trend.map((point, at) => ({ ...point, x: x(at), y: y(point.ms) }));
  const good = placed.filter(({ status }) => status === 'success');
  return {
    line: good.map((point, at) => `${at === 0 ? 'M' : 'L'}${point.x} ${point.y}`).join(''),
    dots: placed.flatMap(({ id, x: left, y: top, status, ms }): TrendShape['dots'] => {
      if (isFailure(status)) return [{ id, x: left, y: height, tone: 'fail' }];
      if (status === 'success' && longMs !== null && ms > longMs) return [{ id, x: left, y: top, tone: 'late' }];
      return [];
    }),
    band: usual && { y: y(usual.highMs), height: Math.max(1, round(y(usual.lowMs) - y(usual.highMs))) },
    topMs,
  };
}

const round = (n: number) => Math.round(n * 10) / 10;

/** The next round duration: 4 m, 8 m, 1 h. */
function roundUp(ms: number): number {
  for (const unit of UNITS) for (const step of STEPS) if (step * unit >= ms) return step * unit;
  return ms;
}
