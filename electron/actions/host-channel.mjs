// What processes that work for a job share: descriptor 3 brings one line of JSON, and takes back one sentence when
// something goes wrong.
import { readSync, writeSync } from 'node:fs';
import { format } from 'node:util';

const CHANNEL = 3;

/**
 * The request; its shape is agreed with who sends it.
 * @returns {any}
 */
export function readRequest() {
  const parts = [];
  for (const part = Buffer.alloc(65_536); ; ) {
    const size = readSync(CHANNEL, part);
    parts.push(Buffer.from(part.subarray(0, size)));
    if (size === 0 || part[size - 1] === 10) return JSON.parse(Buffer.concat(parts).toString());
  }
}

let failed = false;

/**
 * Ends the process once what was printed is out: pipes are not synchronous everywhere.
 * @param {string} sentence
 * @param {unknown} [error] shown with its stack on stderr
 */
export function fail(sentence, error) {
  if (failed) return;
  failed = true;
  writeSync(CHANNEL, /[.!?]$/.test(sentence) ? sentence : `${sentence}.`);
  const text = error === undefined ? '' : `${format('%s', error instanceof Error ? (error.stack ?? error) : error)}\n`;
  process.stderr.write(text, () => process.stdout.write('', () => process.exit(1)));
}

/** @param {unknown} error */
export function messageOf(error) {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : format('%s', error);
  return text.split('\n')[0]?.slice(0, 1000) ?? '';
}
