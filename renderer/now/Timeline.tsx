import { useElementSize } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { JobSummary } from '#contract/job.ts';
import type { Lane } from '#contract/timeline.ts';
import { isPaused } from '../state/job-facts.ts';
import { navigate } from '../state/navigation.ts';
import { useTimeline } from '../state/timeline.ts';
import { Failure } from '../ui/Failure.tsx';
import { useKeys } from '../ui/keys.ts';
import { useParams } from '../ui/params.ts';
import { Segmented } from '../ui/Segmented.tsx';
import { useTick } from '../ui/ticker.ts';
import { Backdrop, NowLine } from './Backdrop.tsx';
import { LaneRow, markId } from './LaneRow.tsx';
import { Legend } from './Legend.tsx';
import { Tooltip } from './OccurrenceTooltip.tsx';
import { TimelineTable } from './TimelineTable.tsx';
import { text } from './text.ts';
import {
  type Drawing,
  draw,
  FOOT,
  HEAD,
  LANE,
  type Mark,
  nearest,
  REACH_MS,
  scaleOf,
  ZOOMS,
  type Zoom,
} from './timeline-geometry.ts';
import { type Place, step } from './timeline-keys.ts';

const MINUTE = 60_000;
/** How far from a bar of three pixels the pointer may be, in pixels. */
const REACH = 7;
const LEAST_LANES = 6;
/** So many lanes beyond those in sight are kept at hand. */
const AHEAD = 20;
/** Pixels above and beneath the lanes. */
const AROUND = HEAD + FOOT;

interface Props {
  jobs: JobSummary[];
  /** The very next bell, epoch ms. */
  next: number | null;
}

/** Past and future in one strip. It moves once a minute; what happens meanwhile is put in its lane. */
export function Timeline({ jobs, next }: Props) {
  const now = useTick((at) => Math.floor(at / MINUTE) * MINUTE);
  const [params, setParams] = useParams();
  const zoom = ZOOMS.find((one) => one === params.get('reach')) ?? '24h';
  const [asTable, setAsTable] = useState(false);
  const setZoom = (wanted: Zoom) => setParams({ reach: wanted === '24h' ? null : wanted });
  const zoomBy = (by: number) => setZoom(ZOOMS[ZOOMS.indexOf(zoom) + by] ?? zoom);
  useKeys({
    t: () => setAsTable((shown) => !shown),
    '+': () => zoomBy(-1),
    '=': () => zoomBy(-1),
    '-': () => zoomBy(1),
  });
  const room = useElementSize();
  const fitting = Math.min(jobs.length, Math.max(LEAST_LANES, Math.floor((room.height - AROUND) / LANE)));
  return (
    <section
      className="timeline"
      aria-label={text.timeline.title}
      data-few={(jobs.length < LEAST_LANES && !asTable) || undefined}
    >
      <header>
        <h2 className="section-title">
          {text.timeline.title}
          <span className="note">
            · {fitting < jobs.length ? text.timeline.some(fitting, jobs.length) : text.timeline.all(jobs.length)}
          </span>
        </h2>
        <Legend />
        <Segmented
          small
          label={text.timeline.zoom}
          value={zoom}
          onChange={setZoom}
          options={ZOOMS.map((one) => [one, text.timeline.zooms[one]] as const)}
        />
      </header>
      <div className="lanes-room" ref={room.ref} style={{ height: jobs.length * LANE + AROUND }}>
        {room.width > 0 && <Strip {...{ jobs, next, now, zoom, asTable }} height={fitting * LANE} />}
      </div>
    </section>
  );
}

interface StripProps extends Props {
  now: number;
  zoom: Zoom;
  asTable: boolean;
  /** Of the lanes that can be seen, in pixels. */
  height: number;
}

function Strip({ jobs, next, now, zoom, asTable, height }: StripProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const chart = useElementSize();
  const rows = useVirtualizer({
    count: jobs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LANE,
    overscan: 4,
  });
  const shown = rows.getVirtualItems();
  const reach = REACH_MS[zoom];
  // Asked before they come into sight: a screenful that is drawn in one frame is a late frame.
  const first = Math.max(0, (shown[0]?.index ?? 0) - AHEAD);
  const last = Math.min(jobs.length - 1, (shown.at(-1)?.index ?? 0) + AHEAD);
  const { pages, failed } = useTimeline(now, reach, first, last);
  const byId = useMemo(() => new Map(jobs.map((job) => [job.id, job])), [jobs]);
  const nameOf = useNames(jobs);
  const scale = useMemo(() => scaleOf(now - reach, now + reach, chart.width), [now, reach, chart.width]);
  const drawings = useDrawings(scale, now, next);

  const laneAt = (index: number): { job: JobSummary; drawing: Drawing } | null => {
    const page = pages.find((one) => one && index >= one.offset && index < one.offset + one.lanes.length);
    const lane = page?.lanes[index - page.offset];
    const job = lane && byId.get(lane.jobId);
    return job ? { job, drawing: drawings(lane) } : null;
  };
  const [place, setPlace] = useState<Place>({ lane: 0, key: null });
  const [focused, setFocused] = useState(false);
  const [pointed, setPointed] = useState<Place | null>(null);
  const seen = pointed ?? (focused ? place : null);
  const find = ({ lane, key }: Place): Mark | null =>
    laneAt(lane)?.drawing.marks.find((mark) => mark.key === key) ?? null;

  const open = (at: Place) => {
    const mark = find(at);
    const job = laneAt(at.lane)?.job;
    if (mark && 'run' in mark) navigate(`/history?run=${mark.run.id}`);
    else if (job) navigate(`/jobs/${job.id}`);
  };
  const openJob = useCallback((id: number) => navigate(`/jobs/${id}`), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') return open(place);
    const to = step(place, event.key, jobs.length, find(place)?.at ?? now, (lane) => laneAt(lane)?.drawing.marks ?? []);
    if (event.key.startsWith('Arrow') || event.key.startsWith('Page') || to) event.preventDefault();
    if (!to) return;
    setPointed(null);
    setPlace(to);
    rows.scrollToIndex(to.lane);
  };
  const under = (event: MouseEvent, lane: number): Place => {
    const x = event.clientX - (event.currentTarget.querySelector('svg.lane-line')?.getBoundingClientRect().left ?? 0);
    const marks = laneAt(lane)?.drawing.marks ?? [];
    return { lane, key: x < -REACH ? null : (marks[nearest(marks, x, REACH)]?.key ?? null) };
  };
  const active = laneAt(place.lane)?.job;
  const nowX = scale.x(now);
  const bands = pages.find(Boolean)?.bands ?? [];

  const failure = failed && <Failure what={text.timelineNotRead} error={failed.error} onAgain={failed.again} />;
  if (failure && !pages.some(Boolean)) return failure;
  if (asTable) {
    const lanes = Array.from({ length: pages.length ? jobs.length : 0 }, (_, index) => laneAt(index));
    return <TimelineTable lanes={lanes.filter((lane) => lane !== null)} now={now} nameOf={nameOf} />;
  }
  return (
    <div className="strip">
      {failure}
      <div className="chart" ref={chart.ref}>
        <Backdrop scale={scale} zoom={zoom} now={now} bands={bands} height={height} />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: lanes are no table. */}
      <div
        ref={scroller}
        className="lanes"
        role="grid"
        tabIndex={0}
        aria-label={text.timeline.title}
        aria-description={text.timeline.keys}
        aria-rowcount={jobs.length}
        aria-activedescendant={active ? markId(active.id, place.key) : undefined}
        style={{ height }}
        onKeyDown={onKeyDown}
        onFocus={(event) => setFocused(event.currentTarget.matches(':focus-visible'))}
        onBlur={() => setFocused(false)}
        onMouseLeave={() => setPointed(null)}
      >
        <div style={{ height: rows.getTotalSize() }} role="presentation">
          {shown.map(({ index, start }) => {
            const lane = laneAt(index);
            return (
              // biome-ignore lint/a11y/useSemanticElements: see above.
              // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus.
              // biome-ignore lint/a11y/useKeyWithClickEvents: Enter opens, in the grid.
              <div
                key={index}
                role="row"
                aria-rowindex={index + 1}
                className="lane"
                data-seen={seen?.lane === index || undefined}
                style={{ top: start }}
                onMouseMove={(event) => setPointed(under(event, index))}
                onClick={(event) => {
                  const at = under(event, index);
                  if (at.key !== null) open(at);
                }}
              >
                {lane && chart.width > 0 && (
                  <LaneRow
                    {...{ ...lane, nowX, now, nameOf }}
                    width={scale.width}
                    paused={isPaused(lane.job, now)}
                    still={!rows.isScrolling}
                    keyed={index === place.lane}
                    onOpenJob={openJob}
                  />
                )}
              </div>
            );
          })}
        </div>
      </div>
      <div className="over" aria-hidden="true">
        {seen && (
          <Tooltip
            mark={find(seen)}
            job={laneAt(seen.lane)?.job ?? null}
            {...{ now, nameOf, ring: pointed === null }}
            top={HEAD + seen.lane * LANE - (scroller.current?.scrollTop ?? 0)}
            width={scale.width}
          />
        )}
        <NowLine x={nowX} now={now} height={height} />
      </div>
    </div>
  );
}

/** Names of jobs, by a function that stays the same while they do: a ring is no reason to draw every lane. */
function useNames(jobs: readonly JobSummary[]): (jobId: number) => string {
  const known = useRef<ReadonlyMap<number, string>>(new Map());
  const names = useMemo(() => {
    const same = known.current.size === jobs.length && jobs.every(({ id, name }) => known.current.get(id) === name);
    return same ? known.current : new Map(jobs.map(({ id, name }) => [id, name]));
  }, [jobs]);
  useEffect(() => {
    known.current = names;
  }, [names]);
  return useCallback((id: number) => names.get(id) ?? '', [names]);
}

/** Drawings of lanes, kept while neither lane nor scale changes. */
function useDrawings(scale: ReturnType<typeof scaleOf>, now: number, next: number | null): (lane: Lane) => Drawing {
  return useMemo(() => {
    const kept = new WeakMap<Lane, Drawing>();
    return (lane: Lane) => {
      let drawing = kept.get(lane);
      if (!drawing) {
        drawing = draw(lane, scale, now, next);
        kept.set(lane, drawing);
      }
      return drawing;
    };
  }, [scale, now, next]);
}
