import { accessSync, constants, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ActionContext } from '#core/ports.ts';

/** Where an action runs: as the job says, with `~` and relative paths read from the user's home folder. */
export function workingDirectory({ workingDirectory }: ActionContext, homeFolder: string): string {
  return pathFrom(homeFolder, workingDirectory ?? '', homeFolder);
}

/** A path as a person writes it: from `folder` on, with `~` for the home folder. */
export function pathFrom(folder: string, path: string, homeFolder: string): string {
  const afterHome = path.replace(/^~(?=$|[/\\])[/\\]*/, '');
  return resolve(afterHome === path ? folder : homeFolder, afterHome);
}

/** Why nothing can be started in a folder, in one sentence; null when it can. */
export function folderProblem(folder: string): string | null {
  try {
    if (!statSync(folder).isDirectory()) return `The working directory ${folder} is not a folder.`;
    accessSync(folder, constants.X_OK);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return `The working directory ${folder} does not exist.`;
    return `The working directory ${folder} cannot be entered (${code}). Check its permissions.`;
  }
}
