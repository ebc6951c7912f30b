import { accessSync, constants } from 'node:fs';
import { basename, delimiter, isAbsolute, join } from 'node:path';
import { variable } from './child-environment.ts';

type Script = { text: string; stopAtFirstError: boolean };

/** How a kind of interpreter wants its script. */
export interface Interpreter {
  /** Ending of the file's name. */
  suffix: string;
  /** Arguments before the file's path. */
  args: string[];
  /** What the file holds. */
  content: string;
  /** Whether its exit codes mean what POSIX shells mean by them. */
  isShell: boolean;
}

const UNIX_SHELL = /^(ba|z|da|k|mk|a)?sh$/;
const POWERSHELL = /^(powershell|pwsh)$/;

/** Known by its file name, whatever its folder and version: `/usr/bin/python3.12` is a python. */
export function interpreterOf(interpreter: string, { text, stopAtFirstError }: Script): Interpreter {
  const name = (interpreter.split(/[/\\]/).at(-1) ?? '').toLowerCase().replace(/(\.exe|[-\d.]+)+$/, '');
  const unix = text.replace(/\r\n/g, '\n');
  const plain = { suffix: '', args: [], content: unix, isShell: false };
  if (UNIX_SHELL.test(name)) return { ...plain, suffix: '.sh', args: stopAtFirstError ? ['-e'] : [], isShell: true };
  // Output shows as it is printed, not when a buffer is full.
  if (/^(python|pypy)$/.test(name)) return { ...plain, suffix: '.py', args: ['-u'] };
  if (name === 'node') return { ...plain, suffix: isEsModule(unix) ? '.mjs' : '.cjs' };
  if (name === 'deno') return { ...plain, suffix: '.ts', args: ['run', '--allow-all'] };
  if (name === 'bun' || name === 'tsx') return { ...plain, suffix: '.ts' };
  if (name === 'cmd') return { ...plain, suffix: '.cmd', args: ['/d', '/c'], content: unix.replace(/\n/g, '\r\n') };
  if (POWERSHELL.test(name)) {
    const args = ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File'];
    // Without the mark, Windows PowerShell 5 reads the file in the system's old code page.
    return { ...plain, suffix: '.ps1', args, content: `\uFEFF${stopAtFirstError ? stopping(text) : text}` };
  }
  return plain;
}

/** By what only one of the two kinds may hold: node asks for the answer in the file's name. */
export function isEsModule(text: string): boolean {
  return /^\s*(import\s*[\w{*'"]|export\s+[\w{*])|^(await\b|(const|let|var)\b[^\n]*=\s*await\b|for\s+await\b)/m.test(
    text,
  );
}

const STOP = "$ErrorActionPreference = 'Stop'; ";

/** Says it on the first line that may say it, so that line numbers stay: `using` and `param` come before all else. */
export function stopping(text: string): string {
  const start = /^(?:\s*#[^\n]*\n|\s*<#[\s\S]*?#>|\s*using\s[^\n]*\n|\s+)*/i.exec(text)?.[0].length ?? 0;
  const param = /^(?:\[[^\n]*\]\s*)*param\s*\(/i.exec(text.slice(start));
  const at = param ? closing(text, start + param[0].length) : start;
  return param ? `${text.slice(0, at)}; ${STOP}${text.slice(at)}` : `${text.slice(0, at)}${STOP}${text.slice(at)}`;
}

/** After the bracket that ends what was opened before `from`; strings and comments may hold others. */
function closing(text: string, from: number): number {
  let depth = 1;
  const pieces = /"(?:[^"`]|`[\s\S]|"")*"|'(?:[^']|'')*'|<#[\s\S]*?#>|#[^\n]*|[()]/g;
  pieces.lastIndex = from;
  for (let piece = pieces.exec(text); piece; piece = pieces.exec(text)) {
    if (piece[0] === '(') depth++;
    if (piece[0] === ')' && --depth === 0) return pieces.lastIndex;
  }
  return text.length;
}

/** The same program under the name that this system gives it, where the usual one is not there. */
const OTHER_NAMES: Record<string, string> = {
  python: 'python3',
  python3: 'python',
  powershell: 'pwsh',
  pwsh: 'powershell',
};

/** The program to start: as named, or the other name it goes by where only that is found. */
export function programOf(interpreter: string, environment: Record<string, string>): string {
  const other = OTHER_NAMES[interpreter];
  return other && !isOnPath(interpreter, environment) && isOnPath(other, environment) ? other : interpreter;
}

function isOnPath(name: string, environment: Record<string, string>): boolean {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : [''];
  const folders = (variable(environment, 'PATH') ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  return folders.some((folder) => endings.some((ending) => mayRun(join(folder, basename(name) + ending))));
}

function mayRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
