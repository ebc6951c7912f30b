import type { ComponentPropsWithRef, ReactNode } from 'react';
import { classes } from './classes.ts';
import { Keys } from './Keys.tsx';
import styles from './ui.module.css';

interface ButtonProps extends ComponentPropsWithRef<'button'> {
  look?: 'plain' | 'primary' | 'quiet' | 'danger';
  small?: boolean;
  icon?: ReactNode;
  keys?: string;
}

/** A verb to press. `keys` shows its shortcut, e.g. "Mod N". */
export function Button({
  look = 'plain',
  small = false,
  icon,
  keys,
  children,
  className,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      className={classes(styles.button, styles[look], small && styles.small, className)}
      data-icon={icon ? true : undefined}
      {...rest}
    >
      {icon}
      {children}
      {keys && <Keys keys={keys} />}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'type'> {
  label: string;
  edged?: boolean;
}

/** An icon to press; `label` is its name and its tooltip. */
export function IconButton({ label, edged = false, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={classes(styles.iconButton, edged && styles.edged, className)}
      {...rest}
    />
  );
}
