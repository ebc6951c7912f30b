import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Json } from '#contract/action.ts';
import type { JobDraftInput } from '#contract/job.ts';
import { UsageError } from './failure.ts';

/** What an action is told, as stored or as typed. */
export type ActionInput = JobDraftInput['action'];

/** What `add` and `edit` are told of what a job does; one kind of action at a time. */
export interface ActionOptions {
  command?: string;
  script?: string;
  with?: string;
  keepGoing?: boolean;
  sql?: string;
  database?: string;
  create?: boolean;
  function?: { module: string; export: string };
  args?: Json[];
}

/** The options that say what a job does. */
export function addActionOptions(command: Command): Command {
  return command
    .option('--command <line>', 'run a line in your shell')
    .option('--script <file>', 'run a copy of this file; - reads it from standard input')
    .option('--with <interpreter>', 'what runs the script: bash, sh, python, node, powershell or a path')
    .option('--keep-going', 'let a shell script go on after a command that failed')
    .option('--sql <statements>', 'run SQL statements; - reads them from standard input')
    .option('--database <file|url>', 'on an SQLite file, postgres://… or mysql://…')
    .option('--create', 'make the SQLite file when it is not there')
    .option('--function <module:export>', 'run a function of a module in the jobs folder', readFunction)
    .option('--args <json>', 'a JSON array, the arguments of the function or the script', readArgs);
}

const KINDS = ['command', 'script', 'sql', 'function'] as const;
/** Options that belong to one kind, and change a job of that kind too. */
const PARTS = { with: 'script', keepGoing: 'script', database: 'sql', create: 'sql' } as const;

/** The action named, or the one the job has with what is named changed; null when nothing is. */
export function readAction(options: ActionOptions, before?: ActionInput): ActionInput | null {
  const named = KINDS.filter((kind) => options[kind] !== undefined);
  if (named.length > 1) throw new UsageError(`Give --${named[0]} or --${named[1]}, not both.`, named[0]);
  const kind = named[0] ?? before?.kind;
  refuseStray(options, kind);
  const isTold = named.length > 0 || options.args || Object.keys(PARTS).some((name) => name in options);
  if (!isTold) return null;
  switch (kind) {
    case 'command':
      return { kind, run: { by: 'shell', line: options.command as string } };
    case 'script':
      return readScript(options, before?.kind === 'script' ? before : undefined);
    case 'sql':
      return readSql(options, before?.kind === 'sql' ? before : undefined);
    case 'function': {
      const known = before?.kind === 'function' && !options.function ? before : undefined;
      return { kind, ...(options.function ?? known ?? NO_FUNCTION), args: options.args ?? known?.args ?? [] };
    }
    default:
      return null;
  }
}

const NO_FUNCTION = { module: '', export: '' };

function refuseStray(options: ActionOptions, kind: string | undefined): void {
  for (const [name, owner] of Object.entries(PARTS)) {
    const flag = name === 'keepGoing' ? 'keep-going' : name;
    if (name in options && kind !== owner) throw new UsageError(`--${flag} belongs to --${owner}.`, flag);
  }
  if (options.args && kind !== 'function' && kind !== 'script') {
    throw new UsageError('--args belong to --function or --script.', 'args');
  }
}

type ScriptInput = Extract<ActionInput, { kind: 'script' }>;
type SqlInput = Extract<ActionInput, { kind: 'sql' }>;

function readScript(options: ActionOptions, before?: ScriptInput): ScriptInput {
  const text = options.script === undefined ? (before?.text ?? '') : readText(options.script, 'script');
  const named = options.with ?? before?.interpreter ?? interpreterFor(text, options.script ?? '');
  if (!named) throw new UsageError('Say what runs the script, such as --with bash.', 'with');
  // A path is meant from here on; a name is looked for on the PATH of the job.
  const interpreter = options.with && /^\.\.?[/\\]/.test(named) ? resolve(named) : named;
  const args = options.args?.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg)));
  return {
    ...{ kind: 'script', text, interpreter, args: args ?? before?.args },
    stopAtFirstError: options.keepGoing === undefined ? before?.stopAtFirstError : !options.keepGoing,
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

function readSql(options: ActionOptions, before?: SqlInput): SqlInput {
  const { sql, database, create } = options;
  const known = before?.database;
  const statements = sql === undefined ? (before?.statements ?? '') : sql === '-' ? readText('-', 'sql') : sql;
  const named = database === undefined ? known : databaseOf(database);
  if (!named)
    throw new UsageError(
      'Say on which database with --database FILE, or a postgres:// or mysql:// address.',
      'database',
    );
  if (create && named.engine !== 'sqlite') throw new UsageError('--create is for SQLite files.', 'create');
  return { kind: 'sql', statements, database: named.engine === 'sqlite' && create ? { ...named, create } : named };
}

function databaseOf(text: string): SqlInput['database'] {
  if (/^postgres(ql)?:\/\//.test(text)) return { engine: 'postgres', url: text };
  if (/^(mysql|mariadb):\/\//.test(text)) return { engine: 'mysql', url: text };
  return { engine: 'sqlite', file: /^~[/\\]/.test(text) ? text : resolve(text) };
}

function readText(file: string, option: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read (${code}).`, option);
  }
}

function readFunction(text: string): { module: string; export: string } {
  const colon = text.lastIndexOf(':');
  if (colon < 1) throw new UsageError('Give --function as MODULE:EXPORT, such as samples.mjs:hello.', 'function');
  return { module: text.slice(0, colon), export: text.slice(colon + 1) };
}

function readArgs(text: string): Json[] {
  try {
    const args: unknown = JSON.parse(text);
    if (Array.isArray(args)) return args;
  } catch {
    // Refused below, as what is JSON but no array.
  }
  throw new UsageError('Give --args a JSON array, such as \'["hello", 3]\'.', 'args');
}
