import { onMac } from '../api.ts';
import styles from './ui.module.css';

const MAC: Record<string, string> = { Mod: '⌘', Shift: '⇧', Enter: '↵' };
const OTHER: Record<string, string> = { Mod: 'Ctrl', Enter: '↵' };

/** A shortcut as keycaps, "Mod" being ⌘ or Ctrl. Decoration: the names of controls do not include it. */
export function Keys({ keys }: { keys: string }) {
  const names = onMac() ? MAC : OTHER;
  return (
    <span className={styles.keys} aria-hidden="true">
      {keys.split(' ').map((key) => (
        <kbd key={key}>{names[key] ?? key}</kbd>
      ))}
    </span>
  );
}
