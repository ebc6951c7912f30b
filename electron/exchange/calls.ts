import type { Action, ActionOf } from '#contract/action.ts';
import type { JobDraft } from '#contract/job.ts';
import { refuse, type Say } from './findings.ts';
import { quoteAll } from './shell.ts';

/** What a job starts: a line for a shell, or a program with arguments. */
export type Call = { line: string; shell: string } | { argv: string[] };

/** What another scheduler would have to start. @throws BelfryError for what only Belfry can do */
export function callOf(job: JobDraft, shell: string, say: Say): Call {
  const { action } = job;
  switch (action.kind) {
    case 'command':
      return action.run.by === 'shell'
        ? { line: action.run.line, shell: job.environment.SHELL ?? shell }
        : { argv: [action.run.program, ...action.run.args] };
    case 'http':
      return { argv: curl(action, say) };
    case 'script':
      return { argv: scriptCall(action) };
    case 'sql':
      return { argv: sqlCall(action, say) };
    case 'email':
      throw refuse('It sends an e-mail, which only Belfry can do.');
    case 'function':
      throw refuse('It calls a JavaScript function, which only Belfry can do.');
  }
}

/** The same as arguments; `-c` is what shells have in common. */
export const argvOf = (call: Call): string[] => ('argv' in call ? call.argv : [call.shell, '-c', call.line]);

/** The same as a line for /bin/sh. */
export function lineOf(call: Call): string {
  return 'line' in call && call.shell === '/bin/sh' ? call.line : quoteAll(argvOf(call));
}

/** The variables of a job without the one that says its shell. */
export function variablesOf({ action, environment }: { action: Action; environment: Record<string, string> }) {
  const own = action.kind === 'command' && action.run.by === 'shell';
  return Object.entries(environment).filter(([name]) => !(own && name === 'SHELL'));
}

/** Interpreters that take a program as an argument, and how. */
const INLINE: Record<string, string> = { bash: '-c', sh: '-c', zsh: '-c', python: '-c', python3: '-c', node: '-e' };
const SHELLS = ['bash', 'sh', 'zsh'];

function scriptCall({ interpreter, text, args, stopAtFirstError }: ActionOf<'script'>): string[] {
  const flag = INLINE[interpreter];
  if (flag === undefined) throw refuse(`Its script for ${interpreter} cannot be given as an argument.`);
  const isShell = SHELLS.includes(interpreter);
  // A shell's first argument after the text is $0.
  return [
    interpreter,
    ...(isShell && stopAtFirstError ? ['-e'] : []),
    flag,
    text,
    ...(isShell ? [interpreter] : []),
    ...args,
  ];
}

function sqlCall({ database, statements }: ActionOf<'sql'>, say: Say): string[] {
  if (database.engine !== 'sqlite') throw refuse('It asks a database server with a driver that only Belfry has.');
  say('', 'It is run by sqlite3, which must be installed there.');
  return ['sqlite3', '-bail', database.file, statements];
}

const USUAL_ANSWERS = '2xx';

function curl(action: ActionOf<'http'>, say: Say): string[] {
  const { method, url, headers, body, expectStatus, mustMatch, followRedirects, verifyTls } = action;
  const unchecked = [
    ...(expectStatus.join() === USUAL_ANSWERS ? [] : ['the answers to expect']),
    ...(mustMatch === null ? [] : ['what the body must match']),
  ];
  say('', 'It is sent by curl, which must be installed there.');
  if (unchecked.length > 0) say('', `curl does not check ${unchecked.join(' and ')}: it fails from 400 on.`);
  return [
    ...['curl', '-sS', '--fail-with-body'],
    ...(method === 'GET' && body === null ? [] : method === 'HEAD' ? ['--head'] : ['-X', method]),
    ...(followRedirects ? ['-L', '--max-redirs', '10'] : []),
    ...(verifyTls ? [] : ['-k']),
    ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
    ...(body === null ? [] : ['--data-raw', body]),
    url,
  ];
}
