import { useState } from 'react';
import type { ExchangeFormat } from '#contract/exchange.ts';
import { Setting } from '../settings/Setting.tsx';
import { Button } from '../ui/Button.tsx';
import { FileButton } from './FileButton.tsx';
import { FormatSelect } from './FormatSelect.tsx';
import { FoundHere } from './FoundHere.tsx';
import { Notes } from './Notes.tsx';
import { text } from './text.ts';
import { useExport } from './use-export.ts';
import { useImport } from './use-import.tsx';

/** The section of the settings: what was found here, a file to import, all jobs to export. */
export function ImportExport() {
  const { review, dialog } = useImport();
  const [to, setTo] = useState<ExchangeFormat>('belfry');
  const { write, notes, busy } = useExport();
  return (
    <>
      <Setting label={text.importTitle} note={text.importNote}>
        <FileButton onRead={review} />
      </Setting>
      <Setting label={text.exportTitle} note={text.exportNote}>
        <span className="exchange-export">
          <FormatSelect value={to} onChange={setTo} />
          <Button small disabled={busy} onClick={() => void write({ to })}>
            {text.export}
          </Button>
        </span>
      </Setting>
      {notes.length > 0 && <Notes notes={notes} whole />}
      <FoundHere review={review} />
      {dialog}
    </>
  );
}
