import type { ComponentPropsWithRef, ReactNode } from 'react';
import { Keys } from './Keys.tsx';
import styles from './ui.module.css';

interface ButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'type'> {
  look?: 'plain' | 'primary' | 'quiet' | 'danger';
  small?: boolean;
  icon?: ReactNode;
  keys?: string;
}

/** A verb to press. `keys` shows its shortcut, e.g. "Mod N". */
export function Button({ look = 'plain', small = false, icon, keys, children, className, ...rest }: ButtonProps) {
  const classes = [styles.button, styles[look], small && styles.small, className].filter(Boolean).join(' ');
  return (
    <button type="button" className={classes} {...rest}>
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
  const classes = [styles.iconButton, edged && styles.edged, className].filter(Boolean).join(' ');
  return <button type="button" aria-label={label} title={label} className={classes} {...rest} />;
}
