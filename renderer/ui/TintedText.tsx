import { type ComponentProps, useRef } from 'react';

/** A stretch of what is typed: how it is tinted, and where it starts. */
export type Piece = [text: string, look: 'plain' | 'understood' | 'wrong', start: number];

interface Props extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'onScroll'> {
  value: string;
  /** All of `value`, in order. */
  pieces: readonly Piece[];
  onText: (text: string) => void;
}

/** A field whose text is tinted as it is typed. The marks lie behind a see-through field, in the same type. */
export function TintedText({ pieces, onText, ...rest }: Props) {
  const marks = useRef<HTMLDivElement>(null);
  return (
    <div className="tinted-text">
      <div ref={marks} className="marks" aria-hidden>
        {pieces.map(([piece, look, start]) =>
          look === 'plain' ? (
            <span key={start}>{piece}</span>
          ) : (
            <mark key={start} className={look}>
              {piece}
            </mark>
          ),
        )}
      </div>
      <input
        spellCheck={false}
        {...rest}
        onChange={(event) => onText(event.currentTarget.value)}
        onScroll={(event) => {
          if (marks.current) marks.current.style.transform = `translateX(${-event.currentTarget.scrollLeft}px)`;
        }}
      />
    </div>
  );
}
