import { useState } from 'react';
import type { RequestInput } from '#contract/api.ts';
import type { ExchangeNote } from '#contract/exchange.ts';
import { ask } from '../api.ts';
import { refuse, toast } from '../ui/toasts.ts';
import { text } from './text.ts';

/** Writes jobs as another scheduler does into a folder that the person chooses; `notes` is what was not carried over. */
export function useExport() {
  const [notes, setNotes] = useState<readonly ExchangeNote[]>([]);
  const [busy, setBusy] = useState(false);
  /** Resolves to whether files were written. */
  const write = async (wanted: RequestInput<'exchange.save'>): Promise<{ written: boolean; noted: boolean }> => {
    setBusy(true);
    try {
      const saved = await ask('exchange.save', wanted);
      const written = saved.folder !== null;
      setNotes(saved.notes);
      if (saved.folder !== null) toast({ tone: 'note', title: text.exported(saved.files.length, saved.folder) });
      else if (saved.notes.some(({ kind }) => kind === 'refused'))
        refuse(text.notExported, new Error(text.noneExported));
      return { written, noted: saved.notes.length > 0 };
    } catch (error) {
      refuse(text.notExported, error);
      return { written: false, noted: false };
    } finally {
      setBusy(false);
    }
  };
  return { write, notes, busy };
}
