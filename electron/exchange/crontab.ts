import type { JobDraftInput } from '#contract/job.ts';
import { isTimeZone } from '#contract/time.ts';
import type { TriggerSpec } from '#contract/trigger.ts';
import { readLine, splitPercent } from './crontab-lines.ts';
import { type ExchangeContext, Findings, type Parsed, refuse, type Say } from './findings.ts';
import { cron, OWN_RULE, ruleFor } from './instants.ts';
import { nameFrom } from './names.ts';
import { TOGETHER } from './overlap.ts';
import { commandName, isPosix, withInput } from './shell.ts';
import { MACROS, readVixie } from './vixie-fields.ts';

/** What the lines so far set for those that follow. */
interface State {
  variables: Map<string, string>;
  zone: string | null;
  comments: string[];
  system: boolean;
}

/** A user's crontab, or the system's with a user in each line. */
export function parseCrontab(text: string, context: ExchangeContext): Parsed {
  const found = new Findings(context);
  const lines = text.split(/\r?\n/);
  const system = isSystem(lines, context.name);
  const state: State = { variables: new Map(), zone: null, comments: [], system };
  if (system) found.say('crontab', 'It was read as a system crontab: the sixth word of a line is a user.');
  lines.forEach((line, at) => {
    readInto(found, line, `line ${at + 1}`, state, context);
  });
  if (found.jobs.length > 0 && !state.variables.has('PATH'))
    found.say('crontab', 'cron gave PATH=/usr/bin:/bin; in Belfry jobs have the environment of your login shell.');
  return found;
}

const SYSTEM_FILE = /(^|\/)(etc\/crontab|cron\.d\/[^/]+)$/;
const USER = /^[a-z_][a-z0-9_-]*\$?$/;

/** Said by its place, or by a user such as root in every line. */
function isSystem(lines: string[], name: string | undefined): boolean {
  if (name !== undefined && SYSTEM_FILE.test(name)) return true;
  const rests = lines
    .map(readLine)
    .flatMap((line) => (line.kind === 'entry' || line.kind === 'macro' ? [line.rest] : []));
  const words = rests.map((rest) => rest.split(/[ \t]+/));
  return words.some(([user]) => user === 'root') && words.every(([user, command]) => USER.test(user ?? '') && command);
}

function readInto(found: Findings, text: string, where: string, state: State, context: ExchangeContext): void {
  const line = readLine(text);
  if (line.kind === 'comment') {
    state.comments.push(line.text);
    return;
  }
  const comments = state.comments.filter((comment) => comment !== '');
  state.comments = [];
  if (line.kind === 'blank') return;
  if (line.kind === 'variable') setVariable(found, line.name, line.value, where, state);
  else
    found.entry(where, (say) => {
      if (line.kind === 'unknown') throw refuse('This line is neither five fields and a command, nor a variable.');
      const schedule = line.kind === 'macro' ? macroFields(line.name) : { fields: line.fields, start: false };
      const here: Say = (place, why, kind) => say(`${where}${place}`, why, kind);
      return draftOf({ ...schedule, rest: line.rest, comments }, here, state, context);
    });
}

function setVariable(found: Findings, name: string, value: string, where: string, state: State): void {
  if (name === 'CRON_TZ') {
    state.zone = value;
    return;
  }
  if (name === 'MAILTO' || name === 'MAILFROM') {
    if (name === 'MAILTO' && value !== '')
      found.say(
        `${where}, MAILTO`,
        `cron mailed output to ${value}; Belfry keeps it in the history and mails nothing.`,
      );
    return;
  }
  if (/^(LOGNAME|USER)$/.test(name)) return;
  if (name === 'RANDOM_DELAY' && value !== '0')
    found.say(where, 'Belfry does not delay at random: the jobs ring at the full minute.', 'times');
  state.variables.set(name, value);
}

function macroFields(name: string): { fields: string[]; start: boolean } {
  if (name === '@reboot') return { fields: [], start: true };
  const macro = name === '@every_minute' ? '* * * * *' : MACROS[name];
  if (macro === undefined)
    throw refuse(
      `Belfry has no ${name}: ${/^@\d/.test(name) ? 'it counts from the end of a run.' : 'it is not known.'}`,
    );
  return { fields: macro.split(' '), start: false };
}

interface Entry {
  fields: string[];
  start: boolean;
  rest: string;
  comments: string[];
}

function draftOf(entry: Entry, say: Say, state: State, context: ExchangeContext): JobDraftInput {
  const { comments } = entry;
  const [, user, command] = state.system ? (/^(\S+)[ \t]+(\S.*)$/.exec(entry.rest) ?? []) : ['', null, entry.rest];
  if (command === undefined) throw refuse('After the user there is no command.');
  if (user && user !== context.user) say(', user', `It ran as ${user}; Belfry runs it as you.`);
  const zone = zoneOf(state, context);
  const { trigger, rule } = whenOf(entry, zone, say, context);
  const { line, environment, folder } = whatOf(command, say, state);
  const [first = '', ...others] = comments;
  const named = first !== '' && first.length <= 80;
  return {
    name: nameFrom(named ? first : commandName(splitPercent(command).command)),
    description: (named ? others : comments).join('\n'),
    action: { kind: 'command', run: { by: 'shell', line } },
    triggers: [trigger],
    zone: zone === context.zone ? null : zone,
    policy: { missed: 'skip', overlap: TOGETHER, ...rule },
    environment,
    workingDirectory: folder,
  };
}

function zoneOf({ zone }: State, { here }: ExchangeContext): string {
  if (zone === null || zone === '') return here;
  if (!isTimeZone(zone)) throw refuse(`CRON_TZ names no time zone that is known here: ${zone}.`);
  return zone;
}

function whenOf({ fields, start, rest }: Entry, zone: string, say: Say, { now }: ExchangeContext) {
  if (start) {
    say(', @reboot', 'cron runs it when the computer starts; Belfry, when Belfry starts.', 'times');
    return { trigger: { kind: 'start' } as TriggerSpec, rule: OWN_RULE };
  }
  const { expression, wildcard, chosen } = readVixie(fields, {
    kubernetes: false,
    choose: (size) => spread(rest) % size,
  });
  for (const { field, from, to, value } of chosen)
    say(`, ${field}`, `cron chooses between ${from} and ${to} at random; Belfry always takes ${value}.`, 'times');
  const trigger = cron(expression);
  const theirs = wildcard ? ({ gap: 'skip', repeat: 'both' } as const) : ({ gap: 'after', repeat: 'once' } as const);
  const rule = ruleFor([trigger], zone, theirs, now);
  if (rule === theirs)
    say(
      ', change of clocks',
      wildcard
        ? 'As in cron, it does not ring in the hour that the clocks leave out, and in both of a repeated one; Belfry’s own rule is another.'
        : 'As in cron, it rings once in an hour that the clocks repeat; by Belfry’s own rule it would ring in both.',
    );
  return { trigger, rule };
}

/** Always the same number for the same command. */
function spread(text: string): number {
  let sum = 7;
  for (const char of text) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 1_000_003;
  return sum;
}

function whatOf(text: string, say: Say, { variables }: State) {
  const { command, input } = splitPercent(text);
  const shell = variables.get('SHELL') || '/bin/sh';
  const environment = Object.fromEntries([...variables].filter(([name]) => name !== 'HOME'));
  const folder = variables.get('HOME') ?? null;
  if (folder !== null) environment.HOME = folder;
  if (command.trim() === '') throw refuse('There is no command in this line.');
  if (input !== null) {
    if (!isPosix(shell))
      throw refuse(`What follows % is for the command to read, which needs a POSIX shell, not ${shell}.`);
    say(', %', 'What follows % is given to the command by printf, as cron gave it.');
  }
  const line = input === null ? command.trim() : withInput(command.trim(), input);
  return { line, environment: { ...environment, SHELL: shell }, folder };
}
