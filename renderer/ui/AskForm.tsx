import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';

interface Props {
  title: string;
  /** Width in px. */
  size: number;
  cancel: string;
  go: string;
  /** It is being done: not to be asked for twice. */
  busy: boolean;
  onGo: () => void;
  onClose: () => void;
  /** What is to be filled in. */
  children: ReactNode;
}

/** A dialog in which something is filled in, and done by Enter or its button. */
export function AskForm({ title, size, cancel, go, busy, onGo, onClose, children }: Props) {
  return (
    <Dialog opened title={title} size={size} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) onGo();
        }}
      >
        {children}
        <div className="bf-ask-actions">
          <Button onClick={onClose}>{cancel}</Button>
          <Button look="primary" type="submit" disabled={busy}>
            {go}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
