import { BelfryError } from '#contract/error.ts';
import type { Wanted } from '#contract/schedule.ts';
import type { IntervalUnit } from '#contract/trigger.ts';
import { type TimeOfDay, type Token, tokens } from './lexicon.ts';

export type ClockField = 'second' | 'minute' | 'hour';

/** What the words of a schedule say, clause by clause. */
export interface Clauses {
  every: { n: number; unit: IntervalUnit } | null;
  times: TimeOfDay[];
  /** `:30` and `:05:39`, minute and second of every hour. */
  minutes: [number, number][];
  /** Fields in cron's words: `5-20,40`, `*` + `/7`. */
  fields: Partial<Record<ClockField, string>>;
  hours: [from: number, to: number] | null;
  weekdays: number[];
  /** Day-of-month items in cron's words: `15`, `L`, `LW`. */
  days: string[];
  /** Day-of-week items in cron's words: `1#1`, `5L`. */
  weeks: string[];
  /** Whether “or” stood between days. */
  either: boolean;
  months: number[];
  /** Epoch ms. */
  starting: number | null;
  /** Midnight of a day named for a single run, wall time. */
  date: number | null;
  /** Exact instant of a single run, epoch ms. */
  instant: number | null;
  /** From now, ms. */
  delay: number | null;
  understood: [number, number][];
}

/** What such words can say, for those who are refused. */
export const EXAMPLES = {
  schedule: 'e.g. every weekday at 9:30, every 20 minutes, or 30 9 * * MON-FRI',
  date: 'e.g. tomorrow 8:00, fri 17:00, in 2 hours, or 2026-12-24 18:00',
} satisfies Record<Wanted, string>;

export const refuse = (message: string) => new BelfryError('invalid', message, 'schedule');

/** One word that means nothing in a schedule, and where it starts in what was typed. */
export class NotUnderstood extends BelfryError {
  constructor(
    readonly word: string,
    readonly start: number,
    wanted: Wanted,
  ) {
    super('invalid', `“${word}” is not understood in a ${wanted}; ${EXAMPLES[wanted]}.`, 'schedule');
  }
}

/** The words still to be read, and what those before them said. A matcher tells how many words it took, 0 for none. */
export class Reader {
  private at = 0;
  private readonly words: Token[];
  readonly found: Clauses = {
    ...{ every: null, times: [], minutes: [], fields: {}, hours: null, weekdays: [], days: [], weeks: [] },
    ...{ either: false, months: [], starting: null, date: null, instant: null, delay: null, understood: [] },
  };

  constructor(
    private readonly text: string,
    readonly now: number,
    readonly zone: string,
    private readonly wanted: Wanted = 'schedule',
  ) {
    this.words = tokens(text);
  }

  get ended(): boolean {
    return this.at >= this.words.length;
  }

  word(ahead: number): string {
    return this.words[this.at + ahead]?.word ?? '';
  }

  /** As typed, case kept. */
  raw(ahead: number): string {
    const token = this.words[this.at + ahead];
    return token ? this.text.slice(token.start, token.start + token.word.length) : '';
  }

  take(count: number): void {
    const [first, last] = [this.words[this.at], this.words[this.at + count - 1]] as [Token, Token];
    this.found.understood.push([first.start, last.end]);
    this.at += count;
  }

  skip(): void {
    this.at++;
  }

  /** Notes what can be said only once. */
  set<K extends 'delay' | 'date' | 'instant' | 'starting' | 'hours'>(key: K, value: Clauses[K]): void {
    if (this.found[key] !== null)
      throw refuse(`“${this.raw(0)}” says a second time when. Say it once, ${EXAMPLES[this.wanted]}.`);
    this.found[key] = value;
  }

  notUnderstood(ahead = 0): NotUnderstood {
    return new NotUnderstood(this.raw(ahead), this.words[this.at + ahead]?.start ?? this.text.length, this.wanted);
  }
}
