import { closeSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import { variable } from './child-environment.ts';
import type { Program } from './process.ts';

/** How a process ended, in one sentence; null when all went well. */
export function ending(exitCode: number | null, signal: string | null): string | null {
  if (signal === 'SIGKILL') return 'Ended by signal SIGKILL, as the system does when memory runs out.';
  if (signal !== null) return `Ended by signal ${signal}.`;
  if (exitCode === 0) return null;
  // Windows gives crashes as NTSTATUS, which is looked up in hexadecimal.
  const status = exitCode !== null && exitCode > 0xffff ? ` (0x${exitCode.toString(16).toUpperCase()})` : '';
  return `Exit code ${exitCode}${status}.`;
}

/** A name with a folder in it is looked for there alone: then PATH is not to blame. */
export function commandNotFound(name: string | null, environment: Record<string, string>): string {
  if (name === null) return `Command not found. PATH was ${pathOf(environment)}.`;
  return `Command not found: ${name}.${/[/\\]/.test(name) ? '' : ` PATH was ${pathOf(environment)}.`}`;
}

const pathOf = (environment: Record<string, string>) => variable(environment, 'PATH') || 'empty';

/** Why a program did not start, in one sentence. */
export function startProblem(error: NodeJS.ErrnoException, program: Program): string {
  const { file, environment } = program;
  switch (error.code) {
    case 'ENOENT':
      return absenceOf(program);
    case 'EACCES':
      return `${file} may not be executed. Check its permissions.`;
    case 'ENOEXEC':
      return `${file} is no program. A script needs a first line like #!/bin/sh.`;
    case 'E2BIG':
    case 'ENAMETOOLONG':
      return 'The command and its environment are longer than the system takes.';
    case 'EAGAIN':
    case 'EMFILE':
    case 'ENFILE':
    case 'ENOMEM':
      return `${file} could not be started: the system has no room for another process (${error.code}).`;
    case 'EINVAL':
      if (/\.(bat|cmd)$/i.test(file)) return `${file} is a batch file. Start it with a command line for the shell.`;
      break;
    case 'ERR_INVALID_ARG_VALUE':
      return `${file} could not be started: its name, arguments and environment cannot hold a NUL character.`;
  }
  const path = pathOf(environment);
  return `${file} could not be started (${error.code ?? error.message}). PATH was ${path}.`;
}

/** The system says "no such file" for a missing program and for a script whose interpreter is missing. */
function absenceOf({ file, environment, workingDirectory }: Program): string {
  const interpreter = /[/\\]/.test(file) ? interpreterOf(resolve(workingDirectory, file)) : null;
  if (interpreter === null) return commandNotFound(file, environment);
  return `${file} cannot be started: its first line names ${interpreter}, which is not there.`;
}

/** What a script names after #!; null when there is no such file. */
function interpreterOf(path: string): string | null {
  try {
    const file = openSync(path, 'r');
    try {
      const head = Buffer.alloc(256);
      const line = head.toString('utf8', 0, readSync(file, head, 0, head.length, 0)).split('\n')[0] ?? '';
      return line.startsWith('#!') ? line.slice(2).trim() : 'a loader';
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}
