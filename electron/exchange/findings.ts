import { BelfryError, invalidInput } from '#contract/error.ts';
import type { ExchangeFile, ExchangeNote } from '#contract/exchange.ts';
import { type JobDraft, type JobDraftInput, jobDraft } from '#contract/job.ts';
import { checkTriggers } from '#core/schedule.ts';

/** What a format must know besides the text. */
export interface ExchangeContext {
  /** Epoch ms. */
  now: number;
  /** Zone of jobs that name none, and the computer's own, which other schedulers ring in. */
  zone: string;
  here: string;
  home: string;
  user: string;
  /** The user's login shell. */
  shell: string;
  /** File the text came from. */
  name?: string | undefined;
}

/** In drafts of an exchange `after` names a job by its place in the list, from 1. */
export interface Parsed {
  jobs: JobDraft[];
  notes: ExchangeNote[];
}

export interface Formatted {
  files: ExchangeFile[];
  notes: ExchangeNote[];
}

export type Say = (where: string, text: string, kind?: ExchangeNote['kind']) => void;

/** Leaves an entry, a trigger or a field out, for this reason. */
export const refuse = (reason: string) => new BelfryError('invalid', reason);

/** The reason of a refusal; anything else is a defect and goes on. */
export function reasonOf(error: unknown): string {
  if (error instanceof BelfryError) return error.message;
  throw error;
}

const JOB_LIMIT = 2000;
/** Entries that are none count as well: nobody reads so many reasons. */
const ENTRY_LIMIT = 5000;

/** Gathers what a text holds: an entry that cannot be carried over is refused with its reason, and the rest goes on. */
export class Findings {
  readonly jobs: JobDraft[] = [];
  readonly notes: ExchangeNote[] = [];
  private entries = 0;

  constructor(private readonly context: Pick<ExchangeContext, 'now' | 'zone'>) {}

  /** Says something of the text as a whole. */
  readonly say: Say = (where, text, kind = 'other') => {
    this.notes.push({ where, text, kind, job: null });
  };

  /** Reads one entry, mostly one job; `read` throws what refuses it, or gives null where there is no job in it. */
  entry(where: string, read: (say: Say) => JobDraftInput | JobDraftInput[] | null): void {
    this.entries += 1;
    if (this.entries > ENTRY_LIMIT || this.jobs.length >= JOB_LIMIT)
      throw new BelfryError('too-large', `One import makes at most ${JOB_LIMIT} jobs; divide it.`, 'text');
    const notes: ExchangeNote[] = [];
    const say: Say = (place, text, kind = 'other') => notes.push({ where: place, text, kind, job: this.jobs.length });
    try {
      const drafts = [read(say) ?? []].flat();
      for (const draft of drafts) this.add(draft);
      if (drafts.length === 0) for (const note of notes) note.job = null;
      this.notes.push(...notes);
    } catch (error) {
      // What was said of an entry that is none now is of no use, but for the parts of it that were refused.
      const refused = notes.filter(({ kind }) => kind === 'refused').map((note) => ({ ...note, job: null }));
      this.notes.push(...refused, { where, text: reasonOf(error), kind: 'refused', job: null });
    }
  }

  private add(given: JobDraftInput): void {
    const { data, error } = jobDraft.safeParse(given);
    if (error) throw invalidInput(error);
    checkTriggers(data.triggers, data.zone ?? this.context.zone, data.policy, this.context.now);
    this.jobs.push(data);
  }
}

/** Reads several triggers of one entry: those that cannot be carried over are said, and one at least must be left. */
export function gather<T, S>(items: T[], say: Say, where: (item: T) => string, read: (item: T) => S[]): S[] {
  const reasons: string[] = [];
  const found = items.flatMap((item) => {
    try {
      return read(item);
    } catch (error) {
      reasons.push(reasonOf(error));
      if (items.length > 1) say(where(item), reasonOf(error), 'refused');
      return [];
    }
  });
  if (found.length === 0 && reasons.length > 0)
    throw refuse(items.length > 1 ? 'None of its triggers could be carried over.' : (reasons[0] as string));
  return found;
}
