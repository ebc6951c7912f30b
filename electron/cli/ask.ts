import { createInterface } from 'node:readline/promises';
import { UsageError } from './failure.ts';

const ENTER = ['\r', '\n', '\u0004'];
const BACKSPACE = ['\u007f', '\b'];
const INTERRUPT = '\u0003';

/** Whether somebody is there to be asked. */
export const canAsk = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true;

/** A question with a safe answer: anything but y or yes is no. */
export async function confirm(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } finally {
    lines.close();
  }
}

/** Reads a value from a pipe, without the newline at its end, or asks for it without showing it. */
export async function readHidden(question: string): Promise<string> {
  if (process.stdin.isTTY === true) return typed(question);
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}

async function typed(question: string): Promise<string> {
  const { stdin } = process;
  // Before the question: what is typed at once must not show either.
  stdin.setRawMode(true);
  process.stderr.write(`${question}: `);
  stdin.setEncoding('utf8');
  let value = '';
  try {
    for await (const text of stdin) {
      for (const key of text as string) {
        if (ENTER.includes(key)) return value;
        if (key === INTERRUPT) throw new UsageError('Nothing was stored.');
        value = BACKSPACE.includes(key) ? [...value].slice(0, -1).join('') : value + key;
      }
    }
    return value;
  } finally {
    stdin.setRawMode(false);
    process.stderr.write('\n');
  }
}
