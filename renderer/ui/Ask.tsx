import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';

const WIDTH = 400;

interface Props {
  title: string;
  detail: string;
  keep: string;
  go: string;
  onKeep: () => void;
  onGo: () => void;
  /** More to know before the answer. */
  children?: ReactNode;
}

/** A question with a safe answer, which has the focus, and a losing one. */
export function Ask({ title, detail, keep, go, onKeep, onGo, children }: Props) {
  return (
    <Dialog opened title={title} size={WIDTH} onClose={onKeep}>
      <p className="bf-ask">{detail}</p>
      {children}
      <div className="bf-ask-actions">
        <Button look="danger" onClick={onGo}>
          {go}
        </Button>
        <Button look="primary" data-autofocus onClick={onKeep}>
          {keep}
        </Button>
      </div>
    </Dialog>
  );
}
