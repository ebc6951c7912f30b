import { useId } from 'react';
import type { Band } from '#contract/band.ts';
import { spell } from '../ui/format.ts';
import { wallTime } from '../ui/wall-time.ts';
import { STRIPES } from './LaneRow.tsx';
import { text } from './text.ts';
import { FOOT, flagWidth, grid, HEAD, placeBands, type Scale, type Zoom } from './timeline-geometry.ts';

/** A character of the band's words, at most. */
const CHARACTER = 5.5;

interface Props {
  scale: Scale;
  zoom: Zoom;
  now: number;
  bands: readonly Band[];
  /** Height of the lanes in pixels. */
  height: number;
}

/** What lies behind all lanes: the grid with its words, the bands, now. */
export function Backdrop({ scale, zoom, now, bands, height }: Props) {
  const hatch = useId();
  const lines = grid(scale, zoom, now, flagWidth(wallTime.minutes(now)));
  const bottom = HEAD + height + FOOT;
  return (
    <svg className="backdrop" width={scale.width} height={bottom} aria-hidden="true">
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1=".5" x2=".5" y1="0" y2="6" className="hatch-line" />
        </pattern>
        <pattern id={STRIPES} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="1" x2="1" y1="0" y2="5" className="stripe" />
        </pattern>
      </defs>
      {lines.map(({ at, x, day, labelled }) => (
        <g key={at}>
          <line x1={x} x2={x} y1={day ? 3 : HEAD - 4} y2={bottom} className={day ? 'grid-day' : 'grid-hour'} />
          {labelled && (
            <text x={day ? x + 6 : x} y={13} className={day ? 'day-name' : 'hour-name'}>
              {day ? wallTime.weekdayDay(at) : wallTime.hour(at)}
            </text>
          )}
        </g>
      ))}
      {placeBands(bands, scale).map(({ band, x, width }) => {
        const plain = band.kind === 'paused' || band.kind === 'scheduler-off';
        const words = `${text.timeline.bands[band.kind]} ${spell(band.to - band.from)}`;
        return (
          <g key={`${band.kind}${band.from}`} data-band={band.kind}>
            <rect x={x} y={HEAD} width={width} height={height + FOOT} className={plain ? 'band-slate' : 'band-dusk'} />
            {!plain && <rect x={x} y={HEAD} width={width} height={height + FOOT} fill={`url(#${hatch})`} />}
            {width > words.length * CHARACTER + 16 && x < scale.x(now) && (
              <BandWords x={x + 3} y={HEAD + height + 13} words={words} moon={band.kind === 'asleep'} plain={plain} />
            )}
          </g>
        );
      })}
    </svg>
  );
}

function BandWords(props: { x: number; y: number; words: string; moon: boolean; plain: boolean }) {
  const { x, y, words, moon, plain } = props;
  return (
    <g className={plain ? 'band-words plain' : 'band-words'}>
      {moon && (
        <path
          d="M11.9 8.6A5.4 5.4 0 1 1 6.1 1.6a4.5 4.5 0 0 0 5.8 7Z"
          transform={`translate(${x - 1} ${y - 8.6}) scale(.72)`}
        />
      )}
      <text x={moon ? x + 13 : x + 2} y={y}>
        {words}
      </text>
    </g>
  );
}

/** Now: a line over everything, with the time on a flag. */
export function NowLine({ x, now, height }: { x: number; now: number; height: number }) {
  const words = wallTime.minutes(now);
  const flag = flagWidth(words);
  return (
    <svg
      className="now-line"
      width={flag + 20}
      height={HEAD + height + FOOT}
      style={{ left: x, marginLeft: -(flag / 2 + 10) }}
      aria-hidden="true"
    >
      <line x1={flag / 2 + 10} x2={flag / 2 + 10} y1="8" y2={HEAD + height + FOOT} />
      <rect x="10" y="1" width={flag} height="17" rx="5" />
      <text x={flag / 2 + 10} y="13.5">
        {words}
      </text>
    </svg>
  );
}
