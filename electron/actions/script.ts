import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StartAction } from '#core/ports.ts';
import { childEnvironment } from './child-environment.ts';
import type { ExecutorOptions } from './index.ts';
import { interpreterOf, programOf } from './interpreters.ts';
import { neverStarted, startProgram } from './process.ts';
import { overhear } from './shell-ending.ts';
import { pathFrom, workingDirectory } from './working-directory.ts';

/**
 * Several lines for an interpreter. It gets them as a file, not on stdin: that a script may read, and a file has a name
 * for `$0` and line numbers for errors. The file lies in the jobs folder, so that what is installed there for functions
 * is found from it, in a folder of its own that goes with the run.
 */
export function createScript(options: ExecutorOptions): StartAction<'script'> {
  return (action, context) => {
    const environment = childEnvironment(options.baseEnvironment(), context.environment);
    const folder = workingDirectory(context, options.homeFolder);
    const { suffix, args, content, isShell } = interpreterOf(action.interpreter, action);
    const named = /[/\\]/.test(action.interpreter)
      ? pathFrom(folder, action.interpreter, options.homeFolder)
      : programOf(action.interpreter, environment);
    let place: string;
    try {
      place = store(scriptsFolder(options.jobsFolder), `script${suffix}`, content);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return neverStarted(`The script could not be written to ${options.jobsFolder} (${code ?? message}).`);
    }
    const heard = isShell ? overhear(context, environment) : { context };
    const handle = startProgram(
      {
        ...{ environment, workingDirectory: folder, shell: named, file: named },
        ...('judge' in heard && { judge: heard.judge }),
        args: [...args, join(place, `script${suffix}`), ...action.args],
      },
      heard.context,
    );
    return {
      process: handle.process,
      environment: handle.environment,
      done: handle.done.finally(() => remove(place)),
      stop: () => handle.stop(),
      kill: () => handle.kill(),
    };
  };
}

const scriptsFolder = (jobsFolder: string) => join(jobsFolder, '.scripts');

/** Writes a file that only this user may read, into a new folder; returns the folder. */
function store(folder: string, name: string, content: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const place = mkdtempSync(join(folder, 'run-'));
  try {
    writeFileSync(join(place, name), content, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    rmSync(place, { recursive: true, force: true });
    throw error;
  }
  return place;
}

/** Windows keeps a file that something still holds: the next start takes it away. */
const remove = (place: string) => rm(place, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});

/** Takes away what a crash left. A script that still runs has its file open already. Call before anything runs. */
export const sweepScripts = (jobsFolder: string): Promise<void> => remove(scriptsFolder(jobsFolder));
