import { ask } from '../api.ts';
import styles from './shell.module.css';
import { words } from './text.ts';

const SHAPES = {
  minimize: <path d="M1 5.5h9" />,
  maximize: <path d="M1 1h9v9H1z" />,
  close: <path d="m1 1 9 9m0-9-9 9" />,
};

/** The window's own buttons, where the system draws none. */
export function CaptionButtons() {
  return (
    <div className={styles.captions}>
      {(['minimize', 'maximize', 'close'] as const).map((action) => (
        <button
          key={action}
          type="button"
          aria-label={words[action]}
          data-action={action}
          tabIndex={-1}
          onClick={() => void ask('window.control', { action })}
        >
          <svg width="11" height="11" viewBox="0 0 11 11" fill="none" stroke="currentColor" aria-hidden="true">
            {SHAPES[action]}
          </svg>
        </button>
      ))}
    </div>
  );
}
