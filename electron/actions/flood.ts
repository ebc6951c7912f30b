import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Read since the last collection. */
const EVERY_BYTES = 8 * 1024 * 1024;
let read = 0;
let collect: ((options: { type: 'minor' }) => void) | null = null;

/**
 * Counts what was read from pipes. Node reads into a new buffer each time, and V8, which sees but a small object, lets
 * some 60 MB of them lie dead: in a flood it is told to look (a millisecond for 8 MB).
 */
export function noteRead(bytes: number): void {
  read += bytes;
  if (read < EVERY_BYTES) return;
  read = 0;
  collect ??= exposed();
  collect({ type: 'minor' });
}

function exposed(): (options: { type: 'minor' }) => void {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('typeof gc === "function" ? gc : null');
  setFlagsFromString('--no-expose-gc');
  return gc ?? (() => {});
}
