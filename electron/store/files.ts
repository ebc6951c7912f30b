import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file that only its owner reads; after a crash it holds the old content or the new, never a part. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const draft = `${file}.new`;
  try {
    await withFile(draft, 'w', async (handle) => {
      await handle.writeFile(content);
      await handle.sync();
    });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncFolder(dirname(file));
}

/** Puts what was written to a file on disk for good. */
export const syncFile = (file: string): Promise<void> => withFile(file, 'r+', (handle) => handle.sync());

/** Makes names that were added, changed or taken away last; Windows has nothing of the kind. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform !== 'win32') await withFile(folder, 'r', (handle) => handle.sync());
}

async function withFile(file: string, flags: string, work: (handle: FileHandle) => Promise<void>): Promise<void> {
  const handle = await open(file, flags, 0o600);
  try {
    await work(handle);
  } finally {
    await handle.close();
  }
}
