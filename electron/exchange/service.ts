import type { ActionOf } from '#contract/action.ts';
import type { JobDraftInput } from '#contract/job.ts';
import { listed } from '#core/names.ts';
import { type ExchangeContext, refuse, type Say } from './findings.ts';
import { quote } from './shell.ts';
import { all, fillSpecifiers, last, readSpan, type Unit, unitWords } from './unit-file.ts';

type Run = ActionOf<'command'>['run'];

/** Keys of a service that are carried over, or mean nothing for a run. */
const KNOWN = [
  ...['ExecStart', 'Type', 'Environment', 'WorkingDirectory', 'TimeoutStartSec', 'RuntimeMaxSec', 'TimeoutSec'],
  ...['SuccessExitStatus', 'RemainAfterExit', 'StandardOutput', 'StandardError', 'SyslogIdentifier'],
  ...['KillMode', 'TimeoutStopSec', 'EnvironmentFile', 'User', 'Group'],
];

/** What a service does, as the parts of a job. */
export function readService(
  unit: Unit,
  name: string,
  context: ExchangeContext,
  say: Say,
): Partial<JobDraftInput> & Pick<JobDraftInput, 'action'> {
  const values = specifiers(name, context);
  const fill = (text: string) => fillSpecifiers(text, values);
  const commands = all(unit, 'Service.ExecStart').flatMap((line) => splitCommands(unitWords(line)));
  if (commands.length === 0) throw refuse(`${name} starts nothing: it has no ExecStart=.`);
  const environment = readEnvironment(unit, fill);
  const { run, ignoresFailure } = runOf(commands, fill, name, say);
  if (run.by === 'shell') environment.SHELL = '/bin/sh';
  sayLeftOut(unit, name, say);
  return {
    action: { kind: 'command', run },
    environment,
    workingDirectory: folderOf(last(unit, 'Service.WorkingDirectory'), fill, context.home),
    policy: {
      timeoutMs: timeoutOf(unit),
      success: { exitCodes: ignoresFailure ? Array.from({ length: 256 }, (_, code) => code) : exitCodes(unit) },
    },
  };
}

function specifiers(name: string, { home, user }: ExchangeContext): Record<string, string> {
  const bare = name.replace(/\.service$/, '');
  const [prefix = '', instance = ''] = bare.split('@');
  const config = `${home}/.config`;
  return {
    ...{ h: home, u: user, n: name, N: bare, p: prefix, i: instance, I: instance.replaceAll('-', '/') },
    ...{ T: '/tmp', V: '/var/tmp', E: config, S: `${home}/.local/state`, C: `${home}/.cache`, L: `${config}/log` },
  };
}

function splitCommands(words: string[]): string[][] {
  const commands: string[][] = [[]];
  for (const word of words) {
    if (word === ';') commands.push([]);
    else commands.at(-1)?.push(word === '\\;' ? ';' : word);
  }
  return commands.filter(({ length }) => length > 0);
}

interface Started {
  run: Run;
  ignoresFailure: boolean;
}

/** One program stays one; variables in it, or several, need a shell. */
function runOf(commands: string[][], fill: (text: string) => string, name: string, say: Say): Started {
  let ignoresFailure = false;
  const parts = commands.map(([first = '', ...args]) => {
    const [, prefix = '', program = ''] = /^([-@:+!|]*)(.*)$/.exec(first) ?? [];
    const ignores = prefix.includes('-');
    ignoresFailure ||= ignores && commands.length === 1;
    if (/[+!]/.test(prefix)) say(`${name}, ExecStart`, 'It ran with more rights; Belfry runs it as you.');
    if (prefix.includes('@')) args.shift();
    const words = [program, ...args].map(fill);
    return { words, expands: !prefix.includes(':') && args.some((word) => word.includes('$')), ignores };
  });
  const [only] = parts;
  if (parts.length === 1 && only && !only.expands) {
    const [program = '', ...args] = only.words;
    return { run: { by: 'program', program, args }, ignoresFailure };
  }
  say(
    `${name}, ExecStart`,
    `A shell starts it, ${parts.length > 1 ? 'one command after the other' : 'to put in the variables'}.`,
  );
  const lines = parts.map(({ words, expands, ignores }) => {
    const line = words.map((word, at) => (expands && at > 0 ? variableWord(word) : quote(word))).join(' ');
    return ignores && parts.length > 1 ? `{ ${line} || true; }` : line;
  });
  return { run: { by: 'shell', line: lines.join(' && ') }, ignoresFailure };
}

/** systemd splits `$X` alone into words, puts `${X}` in as one, and reads `$$` as a dollar. */
function variableWord(word: string): string {
  if (/^\$[A-Za-z_]\w*$/.test(word)) return word;
  const pieces = word.split(/(\$\$|\$\{[A-Za-z_]\w*\})/);
  return pieces
    .filter((piece) => piece !== '')
    .map((piece) => (piece === '$$' ? "'$'" : /^\$\{/.test(piece) ? `"${piece}"` : quote(piece)))
    .join('');
}

function readEnvironment(unit: Unit, fill: (text: string) => string): Record<string, string> {
  const pairs = all(unit, 'Service.Environment').flatMap((line) => unitWords(line).map(fill));
  return Object.fromEntries(pairs.flatMap((pair) => (/^[^=]+=/.test(pair) ? [splitPair(pair)] : [])));
}

const splitPair = (pair: string): [string, string] => [
  pair.slice(0, pair.indexOf('=')),
  pair.slice(pair.indexOf('=') + 1),
];

function folderOf(value: string | undefined, fill: (text: string) => string, home: string): string | null {
  if (value === undefined) return null;
  const folder = fill(value.replace(/^-/, ''));
  return folder === '~' ? home : folder;
}

/** A start that takes too long; of a oneshot service none by itself, of others its running is not bounded by it. */
function timeoutOf(unit: Unit): number | null {
  const type = last(unit, 'Service.Type') ?? 'simple';
  const start = last(unit, 'Service.TimeoutStartSec') ?? last(unit, 'Service.TimeoutSec');
  const limit = last(unit, 'Service.RuntimeMaxSec') ?? (type === 'oneshot' ? start : undefined);
  const ms = limit === undefined ? null : readSpan(limit);
  return ms === 0 ? null : ms;
}

function exitCodes(unit: Unit): number[] {
  const more = all(unit, 'Service.SuccessExitStatus').flatMap((line) => line.split(/\s+/));
  return [...new Set([0, ...more.filter((code) => /^\d{1,3}$/.test(code)).map(Number)])].filter((code) => code < 256);
}

function sayLeftOut(unit: Unit, name: string, say: Say): void {
  for (const file of all(unit, 'Service.EnvironmentFile'))
    say(
      `${name}, EnvironmentFile`,
      `The variables in ${file} were not read; add them to the job’s environment.`,
      'refused',
    );
  const user = last(unit, 'Service.User');
  if (user !== undefined) say(`${name}, User`, `It ran as ${user}; Belfry runs it as you.`);
  const keys = [...unit.keys()].filter((key) => key.startsWith('Service.')).map((key) => key.slice(8));
  const rest = keys.filter((key) => !KNOWN.includes(key));
  if (rest.length > 0)
    say(name, `Belfry has no ${listed(rest.map((key) => `${key}=`))}, so that was left out.`, 'refused');
}
