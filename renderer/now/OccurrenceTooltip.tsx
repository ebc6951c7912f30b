import type { JobSummary } from '#contract/job.ts';
import { tell } from './occurrence-words.ts';
import { LANE, type Mark } from './timeline-geometry.ts';

const WIDTH = 240;

interface Props {
  mark: Mark | null;
  job: JobSummary | null;
  now: number;
  nameOf: (jobId: number) => string;
  /** Top of the lane, and width of the strip, in pixels. */
  top: number;
  width: number;
  /** Whether the keyboard points at it. */
  ring: boolean;
}

/** Tells the occurrence that is pointed at; screen readers have its words from the mark itself. */
export function Tooltip({ mark, job, now, nameOf, top, width, ring }: Props) {
  if (!job) return null;
  if (!mark) return ring ? <div className="mark-ring name" style={{ top, height: LANE }} /> : null;
  const { when, what, more } = tell(mark, now, nameOf);
  const middle = mark.x + mark.width / 2;
  return (
    <>
      {ring && <div className="mark-ring" style={{ left: mark.x - 4, top: top + 1, width: mark.width + 8 }} />}
      <div
        className="mark-tooltip"
        style={{ left: Math.max(0, Math.min(width - WIDTH, middle - WIDTH / 2)), top: top + LANE + 2, maxWidth: WIDTH }}
      >
        <strong>{job.name}</strong>
        <span className="num">
          {when} · {what}
        </span>
        {more && <span className="num">{more}</span>}
      </div>
    </>
  );
}
