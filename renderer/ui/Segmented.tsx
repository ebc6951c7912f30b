import { type ReactNode, useId } from 'react';
import { classes } from './classes.ts';

interface Props<T extends string> {
  label: string;
  value: T;
  options: readonly (readonly [value: T, label: string, icon?: ReactNode])[];
  onChange: (value: T) => void;
  small?: boolean;
}

/** One of a few; arrows move between them, as in any group of radio buttons. */
export function Segmented<T extends string>({ label, value, options, onChange, small = false }: Props<T>) {
  const name = useId();
  return (
    <fieldset className={classes('segments', small && 'small')} aria-label={label}>
      {options.map(([one, words, icon]) => (
        <label key={one} className={classes(one === value && 'here')}>
          <input type="radio" name={name} checked={one === value} onChange={() => onChange(one)} />
          {icon}
          {words}
        </label>
      ))}
    </fieldset>
  );
}
