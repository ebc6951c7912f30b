import { useRef, useState } from 'react';
import { EXCHANGE_LIMIT, type ExchangeFormat, type ExchangeNote, exchangeFormat } from '#contract/exchange.ts';
import { ask } from '../api.ts';
import { Setting } from '../settings/Setting.tsx';
import { Button } from '../ui/Button.tsx';
import { Select } from '../ui/Select.tsx';
import { refuse, toast } from '../ui/toasts.ts';
import { FoundHere } from './FoundHere.tsx';
import { Notes } from './Notes.tsx';
import { text } from './text.ts';
import { useImport } from './use-import.tsx';

const FORMATS = exchangeFormat.options.map((format) => [format, text.format[format]] as const);

/** The section of the settings: what was found here, a file to import, all jobs to export. */
export function ImportExport() {
  const { review, dialog } = useImport();
  const [to, setTo] = useState<ExchangeFormat>('belfry');
  const [said, setSaid] = useState<readonly ExchangeNote[]>([]);
  const input = useRef<HTMLInputElement>(null);
  const readFile = async (file: File | undefined) => {
    if (input.current) input.current.value = '';
    if (!file) return;
    if (file.size > EXCHANGE_LIMIT * 2) return refuse(text.notRead, new Error(text.tooLarge));
    await review({ text: decode(await file.arrayBuffer()), name: file.name });
  };
  const exportAll = async () => {
    try {
      const { folder, files, notes } = await ask('exchange.save', { to });
      setSaid(notes);
      if (folder !== null) toast({ tone: 'note', title: text.exported(files.length, folder) });
      else if (notes.some(({ kind }) => kind === 'refused')) refuse(text.notExported, new Error(text.noneExported));
    } catch (error) {
      refuse(text.notExported, error);
    }
  };
  return (
    <>
      <Setting label={text.importTitle} note={text.importNote}>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={text.importFileLabel}
          onChange={(event) => void readFile(event.currentTarget.files?.[0])}
        />
        <Button small onClick={() => input.current?.click()}>
          {text.importFile}
        </Button>
      </Setting>
      <Setting label={text.exportTitle} note={text.exportNote}>
        <span className="exchange-export">
          <Select
            label={text.exportAs}
            value={to}
            options={FORMATS}
            onChange={(format) => setTo(format as ExchangeFormat)}
          />
          <Button small onClick={() => void exportAll()}>
            {text.export}
          </Button>
        </span>
      </Setting>
      {said.length > 0 && <Notes notes={said} whole />}
      <FoundHere />
      {dialog}
    </>
  );
}

/** UTF-16 by its mark, as Windows writes tasks, else UTF-8. */
function decode(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  return new TextDecoder(first === 0xff && second === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes);
}
