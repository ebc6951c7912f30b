import type { StartAction } from '#core/ports.ts';
import { startHost } from './host.ts';
import type { ExecutorOptions } from './index.ts';

/** An exported function of a module in the jobs folder, in a process of its own. */
export function createFunction(options: ExecutorOptions): StartAction<'function'> {
  return ({ module, export: name, args }, context) =>
    startHost(options, context, {
      host: options.functionHost,
      request: { folder: options.jobsFolder, module, export: name, args },
      exitSentence: (code) => `The function ended its process with exit code ${code}.`,
    });
}
