import { memo } from 'react';
import type { JobSummary } from '#contract/job.ts';
import { KindIcon } from '../ui/KindIcon.tsx';
import { StatusMark } from '../ui/StatusMark.tsx';
import { tell } from './occurrence-words.ts';
import { text } from './text.ts';
import { type Drawing, LANE, type Mark } from './timeline-geometry.ts';

const MIDDLE = LANE / 2;
const DOT = 7.25;
/** Width of a character of a note, about. */
const CHARACTER = 5.2;
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
  nameOf: (jobId: number) => string;
  onOpenJob: (id: number) => void;
}

export const markId = (jobId: number, key: string | null) => `lane-${jobId}-${key ?? 'job'}`;

/** One job's lane: its name, what was, what will be. */
export const LaneRow = memo(function LaneRow(props: Props) {
  const { job, drawing, width, nowX, now, paused, nameOf, onOpenJob } = props;
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
        {drawing.marks.map((mark) => {
          const { when, what, more } = tell(mark, now, nameOf);
          return (
            // biome-ignore lint/a11y/useSemanticElements: there are no cells in SVG.
            <g
              key={mark.key}
              id={markId(job.id, mark.key)}
              role="gridcell"
              aria-label={[when, what, more].filter(Boolean).join(', ')}
            >
              <Shape mark={mark} />
            </g>
          );
        })}
        {note && noteX + note.words.length * CHARACTER <= width && (
          <text x={noteX} y={MIDDLE + 4} className="lane-note">
            {note.words}
          </text>
        )}
      </svg>
    </>
  );
});

function Shape({ mark }: { mark: Mark }) {
  const { x, width } = mark;
  switch (mark.kind) {
    case 'tick':
      return mark.next ? (
        <rect x={x} y={MIDDLE - 6} width={width} height="12" rx="1" className="tick-next" />
      ) : (
        <rect x={x} y={MIDDLE - 4.5} width={width} height="9" rx=".75" className="tick" />
      );
    case 'held':
      return <path d={`M${x} ${MIDDLE}h8M${x + 4} ${MIDDLE - 4}v8`} className="tick-held" />;
    case 'expected':
      return <path d={`M${x + 4.5} ${MIDDLE - 4}l4 4-4 4-4-4Z`} className="expected" />;
    case 'hollow':
      return <Hollow x={x} width={width} height={mark.height} />;
    case 'stub':
      return <rect x={x} y={MIDDLE + 4} width={width} height={mark.height} className="bar-idle" />;
    case 'bar':
    case 'live':
      return (
        <>
          {mark.lead !== null && (
            <>
              <line x1={mark.lead + 3.5} x2={x} y1={MIDDLE} y2={MIDDLE} className="lead" />
              {mark.x - mark.lead > 9 && <Hollow x={mark.lead - 2.25} width={4.5} height={mark.height} />}
            </>
          )}
          <rect
            x={x}
            y={MIDDLE - mark.height / 2}
            width={width}
            height={mark.height}
            rx="1.25"
            className={`bar-${mark.tone}`}
          />
          {mark.kind === 'live' && width > 10 && (
            <rect
              x={x}
              y={MIDDLE - mark.height / 2}
              width={width}
              height={mark.height}
              rx="1.25"
              fill={`url(#${STRIPES})`}
            />
          )}
        </>
      );
  }
}

const Hollow = ({ x, width, height }: { x: number; width: number; height: number }) => (
  <rect
    x={x + 0.25}
    y={MIDDLE - height / 2 + 0.6}
    width={width - 0.5}
    height={height - 1.2}
    rx="1"
    className="hollow"
  />
);

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
