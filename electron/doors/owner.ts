import type { Stats } from 'node:fs';
import { lstat, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BelfryError } from '#contract/error.ts';

/**
 * Makes the folder of a socket, open to its owner only. A folder that was there before must be the user's: under /tmp
 * anyone could have made it, to listen in the application's place. Refuses with `forbidden`.
 */
export async function ownFolder(address: string): Promise<void> {
  const folder = dirname(address);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  if (isShared(address) && (!found.isDirectory() || isForeign(found) || (found.mode & 0o077) !== 0)) {
    throw new BelfryError(
      'forbidden',
      `${folder} is not a folder of yours alone; remove it, or choose another data folder.`,
    );
  }
}

/** Refuses (`forbidden`) a socket that another user made. Nothing there is no matter of ours. */
export async function checkOwner(address: string): Promise<void> {
  const found = await lstat(isShared(address) ? dirname(address) : address).catch(() => null);
  // Root may look after everyone's Belfry, but not be lured by a folder under /tmp.
  if (found && isForeign(found) && (process.getuid?.() !== 0 || isShared(address))) {
    throw new BelfryError('forbidden', 'Belfry there is run by another user.');
  }
}

const isShared = (address: string) => address.startsWith('/tmp/belfry-');

const isForeign = (found: Stats) => process.getuid !== undefined && found.uid !== process.getuid();
