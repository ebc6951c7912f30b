import type { ActionContext, ActionHandle, Outcome } from '#core/ports.ts';
import { childEnvironment } from './child-environment.ts';
import type { ExecutorOptions } from './index.ts';
import { startProgram } from './process.ts';
import { workingDirectory } from './working-directory.ts';

export interface HostCall {
  /** Path of the module that does the work. */
  host: string;
  /** JSON for it. */
  request: unknown;
  /** What an exit code without a report means. */
  exitSentence: (code: number) => string;
}

/** Starts a module of Belfry in a process of its own, which says on a channel of its own what went wrong. */
export function startHost(options: ExecutorOptions, context: ActionContext, call: HostCall): ActionHandle {
  const environment = childEnvironment(options.baseEnvironment(), context.environment);
  return startProgram(
    {
      file: options.nodePath,
      args: [call.host],
      environment,
      // Belfry's own executable, as plain Node; the host takes it out before anything else sees it.
      hidden: { ELECTRON_RUN_AS_NODE: '1' },
      workingDirectory: workingDirectory(context, options.homeFolder),
      shell: null,
      // Not as an argument: those are short on Windows, and anybody can read them.
      request: JSON.stringify(call.request),
      judge: (outcome, report) => judge(outcome, report, call),
    },
    context,
  );
}

/** Output is never read for what went wrong. */
function judge(outcome: Outcome, report: string, { exitSentence }: HostCall): Outcome {
  const sentence = report.trim();
  if (sentence && outcome.signal === null) return { ...outcome, exitCode: outcome.exitCode || 1, error: sentence };
  return outcome.exitCode ? { ...outcome, error: exitSentence(outcome.exitCode) } : outcome;
}
