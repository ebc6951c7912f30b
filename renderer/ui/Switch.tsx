import styles from './ui.module.css';

interface Props {
  label: string;
  on: boolean;
  onChange: (on: boolean) => void;
  tabIndex?: number;
  disabled?: boolean;
}

/** On or off, named by what it switches. */
export function Switch({ label, on, onChange, tabIndex, disabled = false }: Props) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      aria-label={label}
      className={styles.switch}
      tabIndex={tabIndex}
      disabled={disabled}
      onClick={(event) => {
        event.stopPropagation();
        onChange(!on);
      }}
    />
  );
}
