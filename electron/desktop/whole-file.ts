import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { realpath, rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { BelfryError } from '#contract/error.ts';

/** Readable by its owner alone. */
const PRIVATE = 0o600;

/**
 * Streams `content` into a file that is there whole or not at all: under a temporary name beside it, then renamed. What
 * stood there before stays until then, and hands on its mode. @throws BelfryError `unavailable`
 */
export async function writeWhole(file: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  // A link is written through, as by any program.
  const target = await realpath(file).catch(() => file);
  const partial = `${target}.${randomUUID().slice(0, 8)}.part`;
  try {
    const before = await stat(target).catch(() => null);
    const mode = before ? before.mode & 0o777 : PRIVATE;
    await pipeline(content, createWriteStream(partial, { mode, flags: 'wx', flush: true }));
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => {});
    if (error instanceof BelfryError) throw error;
    throw new BelfryError('unavailable', `${file} could not be written: ${(error as Error).message}`);
  }
}
