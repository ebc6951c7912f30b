import { IconChevronDown, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { classes } from '../ui/classes.ts';
import { text } from './text.ts';

interface Props {
  label: string;
  value: string;
  /** The first is the one that filters nothing. */
  options: readonly (readonly [value: string, label: string])[];
  onChange: (value: string) => void;
}

const icon = { size: 13, stroke: 1.5, 'aria-hidden': true } as const;

/** One filter: the system's own list, and once something is chosen a × that takes it back. */
export function FilterChip({ label, value, options, onChange }: Props) {
  // Thousands of names are put into the page when someone is about to look at them.
  const [wanted, want] = useState(false);
  const chosen = options.find(([one]) => one === value) ?? options[0];
  const listed = wanted ? options : options.filter((option) => option === chosen);
  const on = chosen !== undefined && chosen !== options[0];
  return (
    <span className={classes('filter-chip', on && 'on')}>
      <select
        aria-label={label}
        title={chosen?.[1]}
        value={chosen?.[0] ?? ''}
        onPointerEnter={() => want(true)}
        onFocus={() => want(true)}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {listed.map(([one, name]) => (
          <option key={one} value={one}>
            {name}
          </option>
        ))}
      </select>
      {on ? (
        <button type="button" aria-label={text.anything(label)} onClick={() => onChange('')}>
          <IconX {...icon} />
        </button>
      ) : (
        <IconChevronDown {...icon} />
      )}
    </span>
  );
}
