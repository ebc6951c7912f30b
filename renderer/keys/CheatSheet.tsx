import { showOverlay } from '../state/overlay.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { KeyList } from './KeyList.tsx';
import styles from './keys.module.css';
import { words } from './text.ts';

const WIDTH = 960;

/** All keys at a glance, on "?". */
export function CheatSheet({ opened }: { opened: boolean }) {
  return (
    <Dialog opened={opened} title={words.title} size={WIDTH} closable onClose={() => showOverlay(null)}>
      <div className={styles.sheet}>
        <KeyList />
      </div>
    </Dialog>
  );
}
