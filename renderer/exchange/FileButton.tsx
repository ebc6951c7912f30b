import { useRef } from 'react';
import type { RequestInput } from '#contract/api.ts';
import { EXCHANGE_LIMIT } from '#contract/exchange.ts';
import { Button } from '../ui/Button.tsx';
import { refuse } from '../ui/toasts.ts';
import { text } from './text.ts';

/** Lets the person choose a file to import, and hands over what is in it. */
export function FileButton({ onRead }: { onRead: (given: RequestInput<'exchange.read'>) => Promise<void> }) {
  const input = useRef<HTMLInputElement>(null);
  const read = async (file: File | undefined) => {
    if (input.current) input.current.value = '';
    if (!file) return;
    if (file.size > EXCHANGE_LIMIT * 2) return refuse(text.notRead, new Error(text.tooLarge));
    await onRead({ text: decode(await file.arrayBuffer()), name: file.name });
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={text.importFileLabel}
        onChange={(event) => void read(event.currentTarget.files?.[0])}
      />
      <Button small onClick={() => input.current?.click()}>
        {text.importFile}
      </Button>
    </>
  );
}

/** UTF-16 by its mark, as Windows writes tasks, else UTF-8. */
function decode(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  return new TextDecoder(first === 0xff && second === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes);
}
