import { IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { IconButton } from './Button.tsx';
import { Keys } from './Keys.tsx';
import styles from './search.module.css';
import { text } from './text.ts';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  width?: number;
}

/** Types go out after this long (ms). */
const SETTLE_MS = 120;

/** The filter of a screen: "/" leads here, Esc clears it and leads back. */
export function SearchField({ label, value, onChange, width }: Props) {
  const [typed, type] = useState(value);
  const said = useRef(value);
  const say = useRef(onChange);
  say.current = onChange;
  // What comes back of what was typed must not undo what has been typed since.
  useEffect(() => {
    if (value === said.current) return;
    said.current = value;
    type(value);
  }, [value]);
  // A screen may be drawn each frame while runs end: that must not put the waiting off.
  useEffect(() => {
    if (typed === said.current) return;
    const timer = setTimeout(() => {
      said.current = typed;
      say.current(typed);
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <div className={styles.search} style={{ width }}>
      <IconSearch size={14} stroke={1.5} aria-hidden />
      <input
        type="search"
        data-filter-field
        aria-label={label}
        placeholder={label}
        value={typed}
        spellCheck={false}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          if (typed === '') event.currentTarget.blur();
          else type('');
        }}
      />
      {typed === '' ? (
        <Keys keys="/" />
      ) : (
        <IconButton label={text.clear} onClick={() => type('')}>
          <IconX size={14} stroke={1.5} />
        </IconButton>
      )}
    </div>
  );
}
