import { IconChevronDown } from '@tabler/icons-react';
import { classes } from './classes.ts';

interface Props<T extends string> {
  label: string;
  value: T;
  options: readonly (readonly [value: T, label: string])[];
  onChange: (value: T) => void;
  /** Further classes: small. */
  look?: string;
  invalid?: boolean;
  /** Id of what is said about it. */
  describedBy?: string;
}

/** The system's own list, so that it behaves as people know it. `label` names it. */
export function Select<T extends string>({ label, value, options, onChange, look, invalid, describedBy }: Props<T>) {
  return (
    <span className={classes('select', look)}>
      <select
        className="field"
        aria-label={label}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        value={value}
        // A select hands back text; only what it offered can come back.
        onChange={(event) => onChange(event.currentTarget.value as T)}
      >
        {options.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
      <IconChevronDown stroke={1.5} aria-hidden />
    </span>
  );
}
