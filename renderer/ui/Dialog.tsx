import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from './text.ts';

/** It goes at once when it closes: a key pressed right after is not lost to what fades. */
const FADE = { duration: 120, exitDuration: 0 };

interface Props {
  opened: boolean;
  title: string;
  /** Width in px. */
  size: number;
  onClose: () => void;
  /** Shows a button that closes it, where nothing else in it does. */
  closable?: boolean;
  children: ReactNode;
}

/** Something that must be answered or closed first, in the middle of the window. */
export function Dialog({ opened, title, size, onClose, closable = false, children }: Props) {
  return (
    <Modal.Root opened={opened} onClose={onClose} size={size} centered transitionProps={FADE}>
      <Modal.Overlay />
      <Modal.Content>
        {/* Not the banner of the page, which a header is by itself. */}
        <Modal.Header role="presentation">
          <Modal.Title>{title}</Modal.Title>
          {closable && <Modal.CloseButton aria-label={text.close} />}
        </Modal.Header>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
