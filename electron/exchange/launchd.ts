import type { JobDraftInput } from '#contract/job.ts';
import type { TriggerSpec } from '#contract/trigger.ts';
import { listed } from '#core/names.ts';
import { fieldText, unique } from './fields.ts';
import { type ExchangeContext, Findings, gather, type Parsed, refuse, type Say } from './findings.ts';
import { cron } from './instants.ts';
import { everySeconds } from './intervals.ts';
import { nameFrom } from './names.ts';
import { type Element, readXml, splitDocuments } from './xml.ts';

export type Plist = string | number | boolean | Plist[] | { [key: string]: Plist };
type Dict = Record<string, Plist>;

/** Keys that are carried over, or mean nothing here. */
const KNOWN = [
  ...['Label', 'Program', 'ProgramArguments', 'EnvironmentVariables', 'WorkingDirectory', 'Disabled', 'StartInterval'],
  ...['StartCalendarInterval', 'RunAtLoad', 'WatchPaths', 'TimeOut', 'ExitTimeOut', 'ThrottleInterval', 'ProcessType'],
  ...['StandardOutPath', 'StandardErrorPath', 'UserName', 'AbandonProcessGroup', 'LimitLoadToSessionType'],
];
/** How long a burst of changes must be over; launchd starts at the first and then holds back. */
const SETTLE_MS = 1000;

/** Property lists of agents, one after the other. */
export function parseLaunchd(text: string, context: ExchangeContext): Parsed {
  if (text.startsWith('bplist'))
    throw refuse('This property list is binary: make it XML with plutil -convert xml1, and import that.');
  const found = new Findings(context);
  const documents = splitDocuments(text, 'plist');
  for (const [at, document] of documents.entries()) {
    const where = document.name ?? (documents.length > 1 ? `property list ${at + 1}` : 'property list');
    found.entry(where, (say) => draftOf(dictOf(document.text), where, context, say));
  }
  if (found.jobs.some(({ triggers }) => triggers.some(({ kind }) => kind === 'cron')))
    found.say(
      'StartCalendarInterval',
      'launchd makes up for what sleep held back; Belfry also for when it did not run.',
      'times',
    );
  return found;
}

function dictOf(text: string): Dict {
  const value = read(readXml(text).children[0]);
  if (typeof value !== 'object' || Array.isArray(value)) throw refuse('This property list is no dictionary.');
  return value;
}

function read(element: Element | undefined): Plist {
  switch (element?.name) {
    case 'dict': {
      const entries = element.children.flatMap((one, at): [string, Plist][] =>
        one.name === 'key' ? [[one.text.trim(), read(element.children[at + 1])]] : [],
      );
      return Object.fromEntries(entries);
    }
    case 'array':
      return element.children.map(read);
    case 'true':
    case 'false':
      return element.name === 'true';
    case 'integer':
    case 'real':
      return Number(element.text);
    default:
      return element?.text ?? '';
  }
}

function draftOf(dict: Dict, where: string, context: ExchangeContext, say: Say): JobDraftInput {
  const label = text(dict, 'Label') ?? '';
  const at = label || where;
  const [program, ...args] = command(dict);
  if (program === undefined) throw refuse('It starts nothing: it has neither Program nor ProgramArguments.');
  const triggers = triggersOf(dict, at, context.now, say);
  if (triggers.length === 0)
    throw refuse(
      `It has no time to ring at${dict.KeepAlive === undefined ? '' : ': it is kept alive, which Belfry does not do'}.`,
    );
  sayLeftOut(dict, at, say);
  const calendar = triggers.some(({ kind }) => kind === 'cron');
  return {
    name: nameFrom(label || where),
    action: { kind: 'command', run: { by: 'program', program, args } },
    enabled: dict.Disabled !== true,
    triggers,
    zone: context.here === context.zone || !calendar ? null : context.here,
    environment: strings(dict.EnvironmentVariables),
    workingDirectory: text(dict, 'WorkingDirectory') ?? '/',
    policy: {
      missed: calendar ? 'once' : 'skip',
      ...(calendar && { catchUpWindowMs: null }),
      timeoutMs: typeof dict.TimeOut === 'number' && dict.TimeOut > 0 ? dict.TimeOut * 1000 : null,
    },
  };
}

const text = (dict: Dict, key: string): string | undefined => (typeof dict[key] === 'string' ? dict[key] : undefined);
const items = (value: Plist | undefined): Plist[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

function strings(value: Plist | undefined): Record<string, string> {
  if (typeof value !== 'object' || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, String(one)]));
}

/** Program is the file, and the first of ProgramArguments only its name. */
function command(dict: Dict): string[] {
  const words = items(dict.ProgramArguments).map(String);
  const program = text(dict, 'Program');
  return program === undefined ? words : [program, ...words.slice(1)];
}

function triggersOf(dict: Dict, at: string, now: number, say: Say): TriggerSpec[] {
  const seconds = Number(dict.StartInterval);
  const rhythm: TriggerSpec[] = Number.isInteger(seconds) && seconds > 0 ? [everySeconds(seconds, now)] : [];
  const calendar = gather(
    items(dict.StartCalendarInterval),
    say,
    () => `${at}, StartCalendarInterval`,
    (one) => [calendarOf(one)],
  );
  const paths = items(dict.WatchPaths).map(String).filter(Boolean);
  if (dict.RunAtLoad === true)
    say(`${at}, RunAtLoad`, 'launchd starts it at login; Belfry, when Belfry starts.', 'times');
  if (paths.length > 0) say(`${at}, WatchPaths`, 'It rings one second after the last of a burst of changes.', 'times');
  return [
    ...merged(calendar).map(cronOf),
    ...rhythm,
    ...(dict.RunAtLoad === true ? [{ kind: 'start' } as const] : []),
    ...(paths.length > 0 ? [{ kind: 'files', paths, settleMs: SETTLE_MS } as const] : []),
  ];
}

const KEYS = ['Minute', 'Hour', 'Day', 'Weekday', 'Month'] as const;
const LIMITS = { Minute: [0, 59], Hour: [0, 23], Day: [1, 31], Weekday: [0, 7], Month: [1, 12] } as const;
/** What is absent rings at every value. */
type Calendar = Partial<Record<(typeof KEYS)[number], number[]>>;

function calendarOf(value: Plist): Calendar {
  if (typeof value !== 'object' || Array.isArray(value))
    throw refuse('A time of StartCalendarInterval is a dictionary.');
  const unknown = Object.keys(value).find((key) => !(KEYS as readonly string[]).includes(key));
  if (unknown !== undefined) throw refuse(`StartCalendarInterval has no ${unknown}.`);
  return Object.fromEntries(
    KEYS.flatMap((key) => {
      const number = value[key];
      if (number === undefined) return [];
      const [min, max] = LIMITS[key];
      if (typeof number !== 'number' || !Number.isInteger(number) || number < min || number > max)
        throw refuse(`StartCalendarInterval has ${key} ${String(number)}, which is none.`);
      return [[key, [key === 'Weekday' ? number % 7 : number]]];
    }),
  );
}

/** Dictionaries that differ in one key are one schedule. */
function merged(calendars: Calendar[]): Calendar[] {
  return KEYS.reduce((list, key) => {
    const groups = new Map<string, Calendar>();
    for (const calendar of list) {
      const rest = JSON.stringify(
        KEYS.map((other) => (other === key ? calendar[key] !== undefined : (calendar[other] ?? null))),
      );
      const known = groups.get(rest);
      if (known?.[key]) known[key] = unique([...known[key], ...(calendar[key] ?? [])]);
      else groups.set(rest, { ...calendar });
    }
    return [...groups.values()];
  }, calendars);
}

/** launchd, like cron, rings on either of Day and Weekday where both are given (launchd.plist(5)). */
function cronOf({ Minute, Hour, Day, Weekday, Month }: Calendar): TriggerSpec {
  const either = Day !== undefined && Weekday !== undefined;
  const field = (values: number[] | undefined, min: number, max: number) =>
    values === undefined ? '*' : fieldText(values, min, max, !either);
  return cron(
    [
      field(Minute, 0, 59),
      field(Hour, 0, 23),
      Day === undefined ? '*' : fieldText(Day, 1, 31, !either),
      field(Month, 1, 12),
      Weekday === undefined ? '*' : fieldText(Weekday, 0, 6, !either),
    ].join(' '),
  );
}

function sayLeftOut(dict: Dict, at: string, say: Say): void {
  const outputs = ['StandardOutPath', 'StandardErrorPath'].flatMap((key) => text(dict, key) ?? []);
  if (outputs.some((path) => path !== '/dev/null'))
    say(`${at}, StandardOutPath`, `Output goes to the history, not to ${listed([...new Set(outputs)])}.`);
  const user = text(dict, 'UserName');
  if (user !== undefined) say(`${at}, UserName`, `It ran as ${user}; Belfry runs it as you.`);
  const rest = Object.keys(dict).filter((key) => !KNOWN.includes(key));
  if (rest.length > 0) say(at, `Belfry has no ${listed(rest)}, so that was left out.`, 'refused');
}

/** Whether a text is a property list. */
export const isPlist = (source: string): boolean => /<plist[\s>]/.test(source) || source.startsWith('bplist');
