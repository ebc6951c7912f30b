import { Tooltip } from '@mantine/core';
import { IconChevronDown, IconSearch } from '@tabler/icons-react';
import type { ButtonHTMLAttributes, InputHTMLAttributes, ReactNode, Ref, SelectHTMLAttributes } from 'react';

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { ref?: Ref<HTMLButtonElement> };
export const classes = (...names: (string | false | undefined)[]) => names.filter(Boolean).join(' ');

/** `look` adds classes: primary, bare, small, danger. */
export function Button({ look, ...rest }: ButtonProps & { look?: string }) {
  return <button type="button" {...rest} className={classes('btn', look)} />;
}

/** A button of one icon; `label` is its name and its tooltip. */
export function IconButton({ label, look, ...rest }: ButtonProps & { label: string; look?: string }) {
  return (
    <Tooltip label={label}>
      <button type="button" aria-label={label} {...rest} className={classes('icon-btn', look)} />
    </Tooltip>
  );
}

export function Switch(props: { on: boolean; label: string; onChange: (on: boolean) => void; tabIndex?: number }) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={props.on}
      aria-label={props.label}
      tabIndex={props.tabIndex}
      className="switch"
      onClick={(event) => {
        event.stopPropagation();
        props.onChange(!props.on);
      }}
    />
  );
}

type SelectProps = Omit<SelectHTMLAttributes<HTMLSelectElement>, 'onChange'> & {
  label: string;
  value: string;
  options: readonly (readonly [value: string, label: string])[];
  onChange: (value: string) => void;
  look?: string;
};

/** The system's own list, so that it behaves as people know it. `label` names it. */
export function Select({ label, options, onChange, look, ...rest }: SelectProps) {
  return (
    <span className={classes('select', look)}>
      <select {...rest} className="field" aria-label={label} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      <IconChevronDown aria-hidden />
    </span>
  );
}

export const Kbd = ({ children }: { children: ReactNode }) => <kbd className="kbd">{children}</kbd>;

type SearchProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'> & {
  label: string;
  value: string;
  onChange: (value: string) => void;
  ref?: Ref<HTMLInputElement>;
};

/** A filter field; "/" brings the focus to the one marked data-filter. */
export function SearchField({ label, value, onChange, className, ...rest }: SearchProps) {
  return (
    <span className={classes('search', className)}>
      <IconSearch aria-hidden />
      <input
        data-filter
        {...rest}
        type="text"
        spellCheck={false}
        className="field"
        aria-label={label}
        placeholder={rest.placeholder ?? label}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {value === '' && <Kbd>/</Kbd>}
    </span>
  );
}
