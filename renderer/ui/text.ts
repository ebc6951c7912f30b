import type { ActionKind } from '#contract/action.ts';
import type { RunCause, RunReason } from '#contract/run.ts';
import type { ClockNote } from '#contract/schedule.ts';
import type { Mark } from './mark.ts';

interface ClockFacts {
  /** What clocks show as they change. */
  changeAt: string | null;
  /** A repeated time rings twice. */
  both: boolean;
}

/** Words that more than one screen uses. */
export const text = {
  unit: { day: 'd', hour: 'h', minute: 'm', minutes: 'min', second: 's', millisecond: 'ms' },
  in: (span: string) => `in ${span}`,
  ago: (span: string) => `${span} ago`,
  late: (span: string) => `${span} late`,
  today: 'today',
  Today: 'Today',
  Yesterday: 'Yesterday',
  now: 'now',
  mark: {
    waiting: 'Waiting',
    running: 'Running',
    succeeded: 'Succeeded',
    failed: 'Failed',
    'timed-out': 'Timed out',
    late: 'Ran late',
    missed: 'Missed',
    skipped: 'Skipped',
    stopped: 'Stopped',
    paused: 'Paused',
    'heads-up': 'Interrupted',
  } satisfies Record<Mark, string>,
  kind: {
    command: 'Command',
    script: 'Script',
    http: 'HTTP',
    email: 'E-mail',
    sql: 'SQL',
    function: 'Function',
  } satisfies Record<ActionKind, string>,
  cause: {
    schedule: 'Schedule',
    'by-hand': 'By hand',
    'catch-up': 'Catch-up',
    start: 'Belfry started',
    wake: 'The computer woke',
    'after-job': 'After another job',
    'file-change': 'Files changed',
  } satisfies Record<RunCause, string>,
  reason: {
    paused: 'paused',
    overlap: 'the previous run had not ended',
    'queue-full': 'too many were waiting',
    replaced: 'a newer run took its place',
    'skip-next': 'by you',
    'not-running': 'Belfry was not running',
    asleep: 'asleep',
    'held-up': 'Belfry was held up',
    'scheduler-off': 'the scheduler was off',
    shutdown: 'Belfry quit first',
    'on-battery': 'on battery',
    offline: 'no network',
    metered: 'on a metered network',
    'in-use': 'the computer was in use',
    'quiet-hours': 'quiet hours',
    waking: 'after the wake',
  } satisfies Record<RunReason, string>,
  note: {
    'moved-after-gap': (time: string) => `moved to ${time}`,
    'first-of-two': () => 'first of two',
    'second-of-two': () => 'second of two',
  } satisfies Record<ClockNote, (time: string) => string>,
  /** What a change of clocks does, in a sentence. */
  clockChange: {
    'moved-after-gap': (time: string, { changeAt }: ClockFacts) =>
      `Clocks go forward${changeAt ? ` at ${changeAt}` : ''}, over this time. Belfry rings right after, at ${time}.`,
    'first-of-two': (time: string, { changeAt, both }: ClockFacts) =>
      `Clocks go back${changeAt ? ` at ${changeAt}` : ''}, so ${time} comes twice. Belfry rings ${
        both ? 'both times' : 'once, at the first'
      }.`,
    'second-of-two': (time: string, { changeAt }: ClockFacts) =>
      `Clocks go back${changeAt ? ` at ${changeAt}` : ''}, so ${time} comes twice. This is the second.`,
  } satisfies Record<ClockNote, (time: string, facts: ClockFacts) => string>,
  change: 'Change',
  dueNotRead: 'When it rings could not be read.',
  nothingMoreDue: 'Nothing more is due.',
  undo: 'Undo',
  loading: 'Loading',
  tryAgain: 'Try again',
  dismiss: 'Dismiss',
  clear: 'Clear',
  messages: 'Messages',
  cancel: 'Cancel',
  close: 'Close',
  copy: 'Copy',
  copied: 'Copied',
  byHand: 'By hand only',
  attempt: (n: number, of: number) => `attempt ${n} of ${of}`,
  waitingSince: (time: string) => `waiting since ${time}`,
  due: (time: string) => `due ${time}`,
  times: (n: number, until: string) => `${plural(n, 'time')} until ${until}`,
  exit: (code: number) => `exit ${code}`,
  signal: (name: string) => `ended by ${name}`,
};

/** Of the language of the catalogues. */
const rules = new Intl.PluralRules('en');

const figures = new Intl.NumberFormat();

/** The form that goes with a number which is said elsewhere: "uses", "use". */
export const agree = (n: number, one: string, other: string): string => (rules.select(n) === 'one' ? one : other);

/** "1 job", "24 jobs". */
export const plural = (n: number, one: string, other = `${one}s`): string =>
  `${figures.format(n)} ${agree(n, one, other)}`;
