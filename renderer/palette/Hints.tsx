import { Keys } from '../ui/Keys.tsx';
import type { View } from './entry.ts';
import styles from './palette.module.css';
import { words } from './text.ts';

const { hint } = words;

/** The foot of the palette: its keys, and what else can be typed. */
export function Hints({ view, tab }: { view: View['kind']; tab: boolean }) {
  return (
    <div className={styles.foot}>
      <span className={styles.hint}>
        <Keys keys="↑ ↓" /> {hint.move}
      </span>
      <span className={styles.hint}>
        <Keys keys="Enter" /> {hint.open}
      </span>
      {view === 'all' ? (
        <span className={styles.hint} data-off={!tab || undefined}>
          <Keys keys="Tab" /> {hint.actions}
        </span>
      ) : (
        <span className={styles.hint}>
          <Keys keys="Esc" /> {hint.back}
        </span>
      )}
      {view === 'all' && (
        <span className={styles.say}>
          {hint.type} <b>{hint.in}</b> {hint.or} <b>{hint.every}</b> {hint.toMake}
        </span>
      )}
    </div>
  );
}
