import './exchange.css';
import { useState } from 'react';
import type { ExchangeFormat } from '#contract/exchange.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { FormatSelect } from './FormatSelect.tsx';
import { Notes } from './Notes.tsx';
import { text } from './text.ts';
import { useExport } from './use-export.ts';

const WIDTH = 480;

interface Props {
  /** Null = all. */
  jobs: readonly { id: number; name: string }[] | null;
  onClose: () => void;
}

/** Jobs as another scheduler writes them, into a folder; it stays open to say what was not carried over. */
export function ExportDialog({ jobs, onClose }: Props) {
  const [to, setTo] = useState<ExchangeFormat>('belfry');
  const { write, notes, busy } = useExport();
  const [written, setWritten] = useState(false);
  const go = async () => {
    const end = await write({ to, ...(jobs && { jobs: jobs.map(({ id }) => id) }) });
    setWritten(end.written);
    if (end.written && !end.noted) onClose();
  };
  return (
    <Dialog opened title={titleOf(jobs)} size={WIDTH} onClose={onClose}>
      <p className="bf-ask">{text.exportNote}</p>
      <FormatSelect value={to} onChange={setTo} />
      {notes.length > 0 && <Notes notes={notes} whole />}
      <div className="exchange-foot">
        <Button onClick={onClose}>{written ? text.close : text.cancel}</Button>
        <Button look="primary" data-autofocus disabled={busy} onClick={() => void go()}>
          {text.chooseFolder}
        </Button>
      </div>
    </Dialog>
  );
}

function titleOf(jobs: Props['jobs']): string {
  if (jobs === null) return text.exportTitle;
  const [only, more] = jobs;
  return only && !more ? text.exportOf(only.name) : text.exportMany(jobs.length);
}
