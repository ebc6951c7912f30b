import { IconClock } from '@tabler/icons-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { classes } from '../ui/classes.ts';
import { type Piece, TintedText } from '../ui/TintedText.tsx';
import { text } from './text.ts';

type Range = readonly [start: number, end: number];

interface Props {
  index: number;
  value: string;
  placeholder: string;
  /** Parts that were understood, and the one that was not, as [start, end) offsets. */
  understood: readonly Range[];
  wrong: Range | null;
  invalid: boolean;
  describedBy: string;
  onText: (text: string) => void;
  onTab: (() => void) | null;
  children?: ReactNode;
}

/** A schedule as it is typed. */
export function TintedField({ index, value, understood, wrong, invalid, onText, onTab, ...rest }: Props) {
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Tab' || event.shiftKey || !onTab) return;
    event.preventDefault();
    onTab();
  };
  return (
    <div className={classes('field tinted', invalid && 'invalid')}>
      <IconClock size={16} stroke={1.5} aria-hidden />
      <TintedText
        pieces={pieces(value, understood, wrong)}
        aria-label={text.schedule(index)}
        aria-invalid={invalid}
        aria-describedby={rest.describedBy}
        placeholder={rest.placeholder}
        value={value}
        onKeyDown={onKey}
        onText={onText}
      />
      {rest.children}
    </div>
  );
}

/** Words that lead to what is meant, and mean nothing alone. */
const LEADING = /^(?:(?:every|each|on|at|the|in)(?:\s+|$))+/i;

function meant(value: string, [start, end]: Range): Range {
  return [start + (LEADING.exec(value.slice(start, end))?.[0].length ?? 0), end];
}

function pieces(value: string, understood: readonly Range[], wrong: Range | null): Piece[] {
  const marked = understood
    .map((range) => ({ range: meant(value, range), look: 'understood' as const }))
    .filter(({ range: [start, end] }) => start < end);
  const all = [...marked, ...(wrong ? [{ range: wrong, look: 'wrong' as const }] : [])];
  const out: Piece[] = [];
  let from = 0;
  for (const { range, look } of all.sort((a, b) => a.range[0] - b.range[0])) {
    const [start, end] = range;
    if (start < from || end > value.length) continue;
    if (start > from) out.push([value.slice(from, start), 'plain', from]);
    out.push([value.slice(start, end), look, start]);
    from = end;
  }
  if (from < value.length) out.push([value.slice(from), 'plain', from]);
  return out;
}
