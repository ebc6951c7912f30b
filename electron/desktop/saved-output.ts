import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app, dialog, shell } from 'electron';
import { BelfryError } from '#contract/error.ts';
import { writeWhole } from './whole-file.ts';

type Content = AsyncIterable<Uint8Array>;

export interface SavedOutput {
  /** Asks where to put a file of this name, and writes it; null = nowhere. @throws BelfryError `unavailable` */
  saveFile(name: string, content: Content): Promise<string | null>;
  /** Writes a copy that only its owner can read, and opens it; resolves to its path. @throws BelfryError `unavailable` */
  openFile(name: string, content: Content): Promise<string>;
  /** Removes the copies. */
  clear(): Promise<void>;
}

/** Puts output into files: where the user wants it, or in a private folder until Belfry quits. */
export function createSavedOutput(): SavedOutput {
  let folder: Promise<string> | null = null;
  return {
    saveFile: async (name, content) => {
      const { canceled, filePath } = await dialog.showSaveDialog({
        defaultPath: join(app.getPath('downloads'), name),
      });
      if (canceled || !filePath) return null;
      await writeWhole(filePath, content);
      return filePath;
    },
    openFile: async (name, content) => {
      folder ??= mkdtemp(join(tmpdir(), 'belfry-output-'));
      const file = join(await folder, name);
      await writeWhole(file, content);
      const problem = await shell.openPath(file);
      if (problem) throw new BelfryError('unavailable', `Nothing here opens ${file}: ${problem}`);
      return file;
    },
    clear: async () => {
      if (folder) await rm(await folder, { recursive: true, force: true });
    },
  };
}
