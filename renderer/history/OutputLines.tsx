import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { classes } from '../ui/classes.ts';
import { type Match, segments } from './find.ts';
import type { OutputLine, OutputLog } from './output-log.ts';
import { text } from './text.ts';

const LINE = 19;
/** Within this many px of the end counts as being at the end. */
const NEAR = 24;

interface Props {
  log: OutputLog;
  /** Grows with the log, which changes in place. */
  version: number;
  /** What a gap between the lines says. */
  gap: string;
  /** Absent where there is no file to be had. */
  onOpenFile?: () => void;
  live: boolean;
  wrap: boolean;
  matches: readonly Match[];
  current: Match | undefined;
  /** What stands before the first line, e.g. the command, and after the last. */
  head?: ReactNode;
  foot?: ReactNode;
}

/** Virtual lines. A live tail is followed until one scrolls up. */
export function OutputLines({ log, gap, onOpenFile, live, wrap, matches, current, head, foot }: Props) {
  const { lines } = log;
  const scroller = useRef<HTMLDivElement>(null);
  const { following, unseen, onScroll, follow } = useTail(scroller, lines.length, live);
  log.held = live && !following;
  const first = head ? 1 : 0;
  const virtual = useVirtualizer({
    count: lines.length + first,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 20,
  });
  useEffect(() => {
    if (following && lines.length > 0) virtual.scrollToIndex(lines.length + first - 1, { align: 'end' });
  }, [following, lines.length, first, virtual]);
  useEffect(() => {
    if (current) virtual.scrollToIndex(current.line + first, { align: 'center' });
  }, [current, first, virtual]);
  const byLine = useMemo(() => byLineOf(matches), [matches]);
  return (
    <div className="output-frame">
      <div
        ref={scroller}
        className={classes('output', wrap && 'wrap')}
        role="log"
        aria-label={text.output}
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it.
        tabIndex={0}
        onScroll={onScroll}
      >
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((item) => {
            const line = lines[item.index - first];
            return line || item.index < first ? (
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                className="placed"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {!line && head}
                {line?.afterGap && (
                  <div className="gap-line">
                    {gap}{' '}
                    {onOpenFile && (
                      <button type="button" className="link" onClick={onOpenFile}>
                        {text.openFile}
                      </button>
                    )}
                  </div>
                )}
                {line && <Line line={line} matches={byLine.get(item.index - first) ?? []} current={current} />}
              </div>
            ) : null;
          })}
        </div>
        {foot}
      </div>
      {live && !following && (
        <div className="follow">
          <Button look="primary" onClick={follow}>
            {text.follow(unseen)}
          </Button>
        </div>
      )}
    </div>
  );
}

function Line({ line, matches, current }: { line: OutputLine; matches: readonly Match[]; current: Match | undefined }) {
  return (
    <div className={classes('line', line.stream)}>
      <span className="at num">{line.continues ? '' : (line.at / 1000).toFixed(1)}</span>
      <span className="said">
        {segments(line.text, line.spans, matches, current).map(({ start, text: piece, className }) =>
          className ? (
            <span key={start} className={className}>
              {piece}
            </span>
          ) : (
            piece
          ),
        )}
      </span>
    </div>
  );
}

function useTail(scroller: React.RefObject<HTMLDivElement | null>, count: number, live: boolean) {
  const [following, setFollowing] = useState(live);
  const seen = useRef(count);
  const top = useRef(0);
  if (following) seen.current = count;
  const onScroll = () => {
    const box = scroller.current;
    if (!box) return;
    const up = box.scrollTop < top.current;
    top.current = box.scrollTop;
    const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
    // Growing lines move the end away by themselves: only a move upwards is a person's.
    if (atEnd) setFollowing(true);
    else if (up) setFollowing(false);
  };
  return { following: following && live, unseen: count - seen.current, onScroll, follow: () => setFollowing(true) };
}

function byLineOf<T extends { line: number }>(matches: readonly T[]): Map<number, T[]> {
  const found = new Map<number, T[]>();
  for (const match of matches) {
    const list = found.get(match.line);
    if (list) list.push(match);
    else found.set(match.line, [match]);
  }
  return found;
}
