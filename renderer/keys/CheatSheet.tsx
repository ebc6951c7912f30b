import { Modal } from '@mantine/core';
import { showOverlay } from '../state/overlay.ts';
import { text } from '../ui/text.ts';
import { KeyList } from './KeyList.tsx';
import styles from './keys.module.css';
import { words } from './text.ts';

/** All keys at a glance, on "?". */
export function CheatSheet({ opened }: { opened: boolean }) {
  return (
    <Modal
      opened={opened}
      onClose={() => showOverlay(null)}
      title={words.title}
      size={960}
      centered
      closeButtonProps={{ 'aria-label': text.close }}
      transitionProps={{ duration: 120 }}
    >
      <div className={styles.sheet}>
        <KeyList />
      </div>
    </Modal>
  );
}
