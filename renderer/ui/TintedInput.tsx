import { type ComponentPropsWithRef, type ReactNode, useRef } from 'react';
import styles from './tinted.module.css';

interface Props
  extends Pick<ComponentPropsWithRef<'input'>, 'onKeyDown' | 'onBlur' | 'autoFocus' | 'placeholder' | 'ref' | 'id'> {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Parts that were understood, as [start, end). */
  tints: readonly (readonly [number, number])[];
  /** The part that was not, underlined. */
  wrong?: readonly [number, number] | null;
  invalid?: boolean;
  describedBy?: string;
  mono?: boolean;
}

/** A line of text with parts of it tinted: the same text lies tinted behind the field's own, which is drawn clear. */
export function TintedInput({ label, value, onChange, tints, wrong, invalid, describedBy, mono, ...rest }: Props) {
  const behind = useRef<HTMLDivElement>(null);
  return (
    <div className={styles.tinted} data-mono={mono || undefined}>
      <div ref={behind} className={styles.behind} aria-hidden="true">
        {pieces(value, tints, wrong ?? null)}
      </div>
      <input
        {...rest}
        type="text"
        aria-label={label}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        value={value}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        onScroll={(event) => {
          if (behind.current) behind.current.scrollLeft = event.currentTarget.scrollLeft;
        }}
      />
    </div>
  );
}

function pieces(value: string, tints: Props['tints'], wrong: readonly [number, number] | null): ReactNode[] {
  const marks = [
    ...tints.map((range) => ({ range, className: styles.tint })),
    ...(wrong ? [{ range: wrong, className: styles.wrong }] : []),
  ]
    .filter(({ range: [from, to] }) => from < to && to <= value.length)
    .sort((a, b) => a.range[0] - b.range[0]);
  const out: ReactNode[] = [];
  let at = 0;
  for (const { range, className } of marks) {
    if (range[0] < at) continue;
    out.push(value.slice(at, range[0]));
    out.push(
      <span key={range[0]} className={className}>
        {value.slice(range[0], range[1])}
      </span>,
    );
    at = range[1];
  }
  out.push(value.slice(at));
  return out;
}
