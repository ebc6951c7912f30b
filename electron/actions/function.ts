import type { Outcome, StartAction } from '#core/ports.ts';
import { childEnvironment } from './child-environment.ts';
import type { ExecutorOptions } from './index.ts';
import { startProgram } from './process.ts';
import { workingDirectory } from './working-directory.ts';

/** An exported function of a module in the jobs folder, in a process of its own. */
export function createFunction(options: ExecutorOptions): StartAction<'function'> {
  return (action, context) => {
    const { module, export: name, args } = action;
    return startProgram(
      {
        file: options.nodePath,
        args: [options.functionHost],
        environment: {
          ...childEnvironment(options.baseEnvironment(), context.environment),
          // Belfry's own executable, as plain Node; the host takes it out before the function sees it.
          ELECTRON_RUN_AS_NODE: '1',
        },
        workingDirectory: workingDirectory(context, options.homeFolder),
        // Not as an argument: those are short on Windows, and anybody can read them.
        request: JSON.stringify({ folder: options.jobsFolder, module, export: name, args }),
        judge,
      },
      context,
    );
  };
}

/** The host says on its own channel what went wrong; output is never read for it. */
function judge(outcome: Outcome, report: string): Outcome {
  const sentence = report.trim();
  if (sentence && outcome.signal === null) return { ...outcome, exitCode: outcome.exitCode || 1, error: sentence };
  if (outcome.exitCode)
    return { ...outcome, error: `The function ended its process with exit code ${outcome.exitCode}.` };
  return outcome;
}
