import { z } from 'zod';
import { jobDraft } from './job.ts';
import { occurrence } from './schedule.ts';

/** What other schedulers write, and Belfry's own. */
export const exchangeFormat = z.enum(['crontab', 'systemd', 'launchd', 'task-scheduler', 'kubernetes', 'belfry']);
export type ExchangeFormat = z.infer<typeof exchangeFormat>;

/** What was not carried over as it stands, and what was done instead. */
export const exchangeNote = z.object({
  /** The line, unit or field, e.g. `line 12` or `backup.timer, OnCalendar`. */
  where: z.string(),
  /** One sentence. */
  text: z.string(),
  /** Left out; rings at other times; or carried over in another way. */
  kind: z.enum(['refused', 'times', 'other']),
  /** Place of the job in the list, from 0; null = of the whole, or of an entry that is no job. */
  job: z.int().min(0).nullable(),
});
export type ExchangeNote = z.infer<typeof exchangeNote>;

/** Characters of a text to import. */
export const EXCHANGE_LIMIT = 2 * 1024 * 1024;

/** A text to import. `from` null = told by the text; `name` is its file, where it has one. */
export const exchangeText = z.object({
  from: exchangeFormat.nullable().default(null),
  text: z.string('Give the text to import.').max(EXCHANGE_LIMIT, 'A text to import has at most 2 MiB.'),
  name: z.string().max(4096).optional(),
});
export type ExchangeText = z.infer<typeof exchangeText>;

/** What an import would make; changes nothing. In these drafts `after` names a job by its place in the list, from 1. */
export const exchangeReading = z.object({
  from: exchangeFormat,
  jobs: z.array(z.object({ draft: jobDraft, schedule: z.array(z.string()), next: z.array(occurrence) })),
  notes: z.array(exchangeNote),
});
export type ExchangeReading = z.infer<typeof exchangeReading>;

export const exchangeFile = z.object({ name: z.string(), text: z.string() });
export type ExchangeFile = z.infer<typeof exchangeFile>;

export const exchangeExport = z.object({ files: z.array(exchangeFile), notes: z.array(exchangeNote) });
export type ExchangeExport = z.infer<typeof exchangeExport>;

/** What another scheduler of this computer holds. */
export const exchangeSource = z.object({
  from: exchangeFormat,
  /** Where it lies, e.g. a folder or a command. */
  place: z.string(),
  text: z.string(),
  /** Names of the jobs it would make, and how many entries would be left out. */
  names: z.array(z.string()),
  refused: z.int().min(0),
});
export type ExchangeSource = z.infer<typeof exchangeSource>;
