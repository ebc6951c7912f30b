import type { Span } from './ansi.ts';
import type { OutputLine } from './output-log.ts';

export interface Match {
  line: number;
  start: number;
  end: number;
}

/** More would help nobody and cost a second. */
const AT_MOST = 10_000;

/** Where `words` occur in the lines, in any letter case. */
export function findIn(lines: readonly OutputLine[], words: string): Match[] {
  const wanted = words.toLowerCase();
  const found: Match[] = [];
  if (wanted === '') return found;
  for (const [line, { text }] of lines.entries()) {
    const hay = text.toLowerCase();
    for (
      let at = hay.indexOf(wanted);
      at >= 0 && found.length < AT_MOST;
      at = hay.indexOf(wanted, at + wanted.length)
    ) {
      found.push({ line, start: at, end: at + wanted.length });
    }
  }
  return found;
}

/** A line cut wherever a colour or a match begins or ends. */
export function segments(text: string, spans: readonly Span[], matches: readonly Match[], current: Match | undefined) {
  const cuts = new Set([0, text.length]);
  for (const { start, end } of [...spans, ...matches]) cuts.add(start).add(end);
  const edges = [...cuts].sort((a, b) => a - b);
  return edges.slice(0, -1).map((start, at) => {
    const end = edges[at + 1] ?? text.length;
    const inside = (one: { start: number; end: number }) => one.start <= start && end <= one.end;
    const match = matches.find(inside);
    const mark = match && (match === current ? 'hit here' : 'hit');
    return {
      start,
      text: text.slice(start, end),
      className: [spans.find(inside)?.className, mark].filter(Boolean).join(' '),
    };
  });
}
