import { type ReactNode, useState } from 'react';
import type { RequestInput } from '#contract/api.ts';
import type { ExchangeReading } from '#contract/exchange.ts';
import { ask } from '../api.ts';
import { refuse } from '../ui/toasts.ts';
import { ImportDialog } from './ImportDialog.tsx';
import { text } from './text.ts';

type Given = RequestInput<'exchange.read'>;

/** Reads a text and shows what it would make; the dialog is to be put into the page, and `onClose` hears it go. */
export function useImport(onClose?: () => void): { review: (given: Given) => Promise<void>; dialog: ReactNode } {
  const [open, setOpen] = useState<{ given: Given; reading: ExchangeReading } | null>(null);
  const review = async (given: Given) => {
    try {
      setOpen({ given, reading: await ask('exchange.read', given) });
    } catch (error) {
      refuse(text.notRead, error);
    }
  };
  const close = () => {
    setOpen(null);
    onClose?.();
  };
  return { review, dialog: open && <ImportDialog {...open} onClose={close} /> };
}
