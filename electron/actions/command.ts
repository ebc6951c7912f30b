import { basename } from 'node:path';
import type { StartAction } from '#core/ports.ts';
import { childEnvironment, variable } from './child-environment.ts';
import type { ExecutorOptions } from './index.ts';
import { type Program, startProgram } from './process.ts';
import { overhear } from './shell-ending.ts';
import { workingDirectory } from './working-directory.ts';

/** A line for the user's shell, or a program with arguments. */
export function createCommand(options: ExecutorOptions): StartAction<'command'> {
  return ({ run }, context) => {
    const environment = childEnvironment(options.baseEnvironment(), context.environment);
    const base = { environment, workingDirectory: workingDirectory(context, options.homeFolder) };
    if (run.by === 'program') {
      return startProgram({ ...base, shell: null, file: run.program, args: run.args }, context);
    }
    const heard = overhear(context, environment);
    const call = shellCall(run.line, environment, options.shell);
    return startProgram({ ...base, ...call, shell: call.file, judge: heard.judge }, heard.context);
  };
}

type ShellCall = Pick<Program, 'file' | 'args' | 'windowsVerbatimArguments'>;

function shellCall(line: string, environment: Record<string, string>, shell: string | undefined): ShellCall {
  if (process.platform === 'win32') {
    const file = shell ?? variable(environment, 'ComSpec') ?? 'cmd.exe';
    // With /s cmd.exe takes off the outer quotes only and leaves the line as it was typed.
    return { file, args: ['/d', '/s', '/c', `"${line}"`], windowsVerbatimArguments: true };
  }
  return { file: shell ?? userShell(environment.SHELL), args: ['-c', line] };
}

/** Accounts that nobody logs in to have a SHELL that refuses. */
function userShell(shell: string | undefined): string {
  return !shell || ['nologin', 'false', 'true', 'sync'].includes(basename(shell)) ? '/bin/sh' : shell;
}
