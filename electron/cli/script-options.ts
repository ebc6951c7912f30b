import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { ActionOf, Json } from '#contract/action.ts';
import { UsageError } from './failure.ts';
import { readText } from './http-options.ts';

/** What `add` and `edit` are told of a script. */
export interface ScriptOptions {
  script?: { text: string; file: string };
  with?: string;
  keepGoing?: boolean;
  args?: Json[];
}

/** Those that say more about `--script`. */
export const SCRIPT_DETAILS = ['with', 'keepGoing', 'args'] as const;

export function addScriptOptions(command: Command): Command {
  return command
    .option('--script <file>', 'run a copy of this file; - reads it from standard input', readScriptFile)
    .option('--with <interpreter>', 'what runs the script: bash, sh, python, node, powershell or a path')
    .option('--keep-going', 'let a shell script go on after a command that failed');
}

/** What `edit` takes back. */
export function addScriptResets(command: Command): Command {
  return command.option('--no-keep-going', 'let a shell script end at the first command that failed');
}

/** The script named, over the one the job has. */
export function readScript(options: ScriptOptions, before: ActionOf<'script'> | undefined): ActionOf<'script'> {
  const { script, keepGoing, args } = options;
  const text = script?.text ?? before?.text ?? '';
  const named = options.with ?? before?.interpreter ?? interpreterFor(text, script?.file ?? '');
  if (!named) throw new UsageError('Say what runs the script, such as --with bash.', 'with');
  return {
    ...{ kind: 'script', text },
    // A path is meant from here on; a name is looked for on the PATH of the job.
    interpreter: options.with && /^\.\.?[/\\]/.test(named) ? resolve(named) : named,
    args: args?.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))) ?? before?.args ?? [],
    stopAtFirstError: keepGoing === undefined ? (before?.stopAtFirstError ?? true) : !keepGoing,
  };
}

const ENDINGS: [RegExp, string][] = [
  [/\.py$/, 'python'],
  [/\.[mc]?js$/, 'node'],
  [/\.ps1$/, 'powershell'],
  [/\.(ba)?sh$/, 'bash'],
  [/\.zsh$/, 'zsh'],
];

/** By its first line, else by the file's name. */
function interpreterFor(text: string, file: string): string | undefined {
  const [, path, name] = /^#!\s*(\S+)(?:\s+(?:-S\s+)?(\S+))?/.exec(text) ?? [];
  if (path) return path.endsWith('/env') ? name : path;
  return ENDINGS.find(([ending]) => ending.test(file))?.[1];
}

const readScriptFile = (file: string) => ({ file, text: readText('script')(file) });
