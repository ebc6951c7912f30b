import { memo, useEffect, useMemo, useState } from 'react';
import type { JobSummary } from '#contract/job.ts';
import { KindIcon } from '../ui/KindIcon.tsx';
import { StatusMark } from '../ui/StatusMark.tsx';
import { pathsOf } from './lane-paths.ts';
import { tell } from './occurrence-words.ts';
import { text } from './text.ts';
import { type Drawing, LANE, type Mark } from './timeline-geometry.ts';

const MIDDLE = LANE / 2;
const DOT = 7.25;
/** Width of a character of a note, about. */
const CHARACTER = 5.2;
const CELL = 18;
/** A page that never rests puts its marks into words all the same, after so long (ms). */
const IDLE_MS = 1000;
/** The pattern of what runs, which the backdrop defines once for all lanes. */
export const STRIPES = 'lane-stripes';

interface Props {
  job: JobSummary;
  drawing: Drawing;
  width: number;
  /** Where now is, in pixels, and the instant, epoch ms. */
  nowX: number;
  now: number;
  paused: boolean;
  /** Nobody scrolls. */
  still: boolean;
  /** The keyboard is in it. */
  keyed: boolean;
  nameOf: (jobId: number) => string;
  onOpenJob: (id: number) => void;
}

export const markId = (jobId: number, key: string | null) => `lane-${jobId}-${key ?? 'job'}`;

/** One job's lane: its name, what was, what will be. */
export const LaneRow = memo(function LaneRow(props: Props) {
  const { job, drawing, width, nowX, paused, nameOf, onOpenJob } = props;
  const paths = useMemo(() => pathsOf(drawing.marks), [drawing.marks]);
  const told = useTold(props);
  const note = noteOf(job, drawing, nameOf);
  const noteX = (note?.x ?? nowX) + 12;
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a lane is no table row. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its active descendant. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter opens it, in the grid. */}
      <div className="lane-name" role="rowheader" id={markId(job.id, null)} onClick={() => onOpenJob(job.id)}>
        <KindIcon kind={job.action.kind} size={14} label={null} />
        <span className="cut">{job.name}</span>
        {paused && (
          <span className="lane-paused">
            <StatusMark mark="paused" label={text.timeline.paused} />
          </span>
        )}
      </div>
      <svg className="lane-line" width={width} height={LANE} role="none">
        {drawing.ran.map(([x, w]) => (
          <rect key={x} x={x} y={MIDDLE - 2} width={w} height="4" rx="2" className="lane-ran" />
        ))}
        {drawing.ahead.map(([x, w]) => (
          <line key={x} x1={x + DOT / 2} x2={x + w} y1={MIDDLE} y2={MIDDLE} className="lane-ahead" />
        ))}
        {paths.map(({ look, d }) => (
          <path key={look} d={d} className={look} {...(look === 'stripes' && { fill: `url(#${STRIPES})` })} />
        ))}
        {told && <Cells jobId={job.id} {...told} nameOf={nameOf} />}
        {note && noteX + note.words.length * CHARACTER <= width && (
          <text x={noteX} y={MIDDLE + 4} className="lane-note">
            {note.words}
          </text>
        )}
      </svg>
    </>
  );
});

/** Marks in words, as of an instant (epoch ms). */
interface Told {
  marks: readonly Mark[];
  now: number;
}

/** The marks in words, for screen readers: nothing that is painted. */
const Cells = memo(function Cells(props: Told & Pick<Props, 'nameOf'> & { jobId: number }) {
  const { jobId, marks, now, nameOf } = props;
  return marks.map((mark) => {
    const { when, what, more } = tell(mark, now, nameOf);
    return (
      // biome-ignore lint/a11y/useSemanticElements: there are no cells in SVG.
      <rect
        key={mark.key}
        id={markId(jobId, mark.key)}
        role="gridcell"
        aria-label={[when, what, more].filter(Boolean).join(', ')}
        className="mark-cell"
        x={mark.x}
        y={MIDDLE - CELL / 2}
        width={mark.width}
        height={CELL}
      />
    );
  });
});

/**
 * The marks that are put into words: a dense lane has hundreds, which wait until the lanes stand still and the page has
 * nothing else to do. Where the keyboard is, they are there at once.
 */
function useTold({ drawing: { marks }, now, still, keyed }: Props): Told | null {
  const [told, setTold] = useState<Told | null>(null);
  const isTold = told?.marks === marks && told.now === now;
  useEffect(() => {
    if (!still || isTold) return;
    const waiting = requestIdleCallback(() => setTold({ marks, now }), { timeout: IDLE_MS });
    return () => cancelIdleCallback(waiting);
  }, [marks, now, still, isTold]);
  return keyed && !isTold ? { marks, now } : told;
}

/** What is said of triggers that no clock makes due: beside the last diamond, else beside now. */
function noteOf(job: JobSummary, { marks, ahead }: Drawing, nameOf: (jobId: number) => string) {
  if (!job.enabled || ahead.length > 0) return null;
  const expected = marks.findLast((mark) => mark.kind === 'expected');
  if (expected?.kind === 'expected')
    return { x: expected.x + 4.5 - 1, words: text.timeline.after(nameOf(expected.after)) };
  if (marks.some(({ kind }) => kind === 'tick' || kind === 'held')) return null;
  const words = job.triggers.flatMap(({ spec }) => {
    if (spec.kind === 'after') return text.timeline.after(nameOf(spec.job));
    return spec.kind === 'start' || spec.kind === 'wake' || spec.kind === 'files' ? text.timeline.notes[spec.kind] : [];
  });
  return words.length > 0 ? { x: null, words: words.join(', ') } : null;
}
