import type { Handlers, RequestArgs } from '#contract/api.ts';
import { BelfryError } from '#contract/error.ts';
import type { ExchangeExport, ExchangeReading, ExchangeSource, ExchangeText } from '#contract/exchange.ts';
import type { Job, JobDraft } from '#contract/job.ts';
import type { Occurrence } from '#contract/schedule.ts';
import { isTimed } from '#contract/trigger.ts';
import { explain } from '#core/explain.ts';
import { sequenceOf, upcoming } from '#core/occurrences.ts';
import type { Clock, FoundSchedule, Neighbours } from '#core/ports.ts';
import type { ExchangeContext } from '#exchange/findings.ts';
import { readExchange, writeExchange } from '#exchange/index.ts';
import { withoutSystemTasks } from '#exchange/task-scheduler.ts';
import { chosen, createAll, draftsOf, named } from './exchange-jobs.ts';

export type ExchangeRequests =
  | 'exchange.read'
  | 'exchange.import'
  | 'exchange.export'
  | 'exchange.save'
  | 'exchange.found';

/** What import and export need of the application. */
export interface ExchangeParts {
  clock: Clock;
  zone: () => string;
  neighbours: Neighbours;
  /** Variables of all jobs, from the settings. */
  sharedVariables: () => Record<string, string>;
  jobs: () => Promise<Job[]>;
  find: (ref: number | string) => Promise<Job>;
  create: (draft: JobDraft) => Promise<Job>;
}

const NEXT = 3;

/** Requests about what other schedulers write and read. */
export function exchangeRequests(parts: ExchangeParts): Pick<Handlers, ExchangeRequests> {
  return {
    'exchange.read': async (given) => {
      const read = readExchange(given.text, given.from, contextOf(parts, given));
      const drafts = named(read.jobs, await parts.jobs());
      return { from: read.from, jobs: drafts.map((draft) => preview(draft, drafts, parts)), notes: read.notes };
    },
    'exchange.import': async ({ choose, ...given }) => {
      const read = readExchange(given.text, given.from, contextOf(parts, given));
      const places = chosen(choose, read.jobs.length);
      const names = named(
        places.map((place) => read.jobs[place] as JobDraft),
        await parts.jobs(),
      );
      const { jobs, notes } = await createAll(parts.create, read, places, names);
      return { from: read.from, jobs, notes };
    },
    'exchange.export': (wanted) => exported(parts, wanted),
    'exchange.save': async (wanted) => {
      const { files, notes } = await exported(parts, wanted);
      const folder = files.length === 0 ? null : await parts.neighbours.save(files);
      return { folder, files: folder === null ? [] : files.map(({ name }) => name), notes };
    },
    'exchange.found': async () => (await parts.neighbours.find()).flatMap((found) => sourceOf(found, parts)),
  };
}

async function exported(
  parts: ExchangeParts,
  { jobs: refs, to }: RequestArgs<'exchange.export'>,
): Promise<ExchangeExport> {
  const jobs = refs ? await Promise.all(refs.map(parts.find)) : await parts.jobs();
  // Elsewhere nobody knows the settings; to another Belfry go the jobs as they are.
  const shared = to === 'belfry' ? {} : parts.sharedVariables();
  const whole = jobs.map((job) => ({ ...job, environment: { ...shared, ...job.environment } }));
  const drafts = draftsOf([...new Map(whole.map((job) => [job.id, job])).values()]);
  const { files, notes } = writeExchange(drafts.jobs, to, contextOf(parts, {}));
  return { files, notes: [...drafts.notes, ...notes] };
}

function contextOf({ clock, zone, neighbours }: ExchangeParts, { name }: Pick<ExchangeText, 'name'>): ExchangeContext {
  const { home, user, shell } = neighbours;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { now: clock.now(), zone: zone(), here, home, user, shell, name };
}

function preview(draft: JobDraft, drafts: JobDraft[], { clock, zone }: ExchangeParts): ExchangeReading['jobs'][number] {
  const own = draft.zone ?? zone();
  const next = draft.triggers
    .filter(isTimed)
    .flatMap((spec) => upcoming(sequenceOf(spec, own, draft.policy), clock.now(), NEXT));
  const byTime = new Map(next.map((one): [number, Occurrence] => [one.at, one]));
  return {
    draft,
    schedule: draft.triggers.map((spec) => explain(spec, own, (place) => drafts[place - 1]?.name)),
    next: [...byTime.values()].sort((a, b) => a.at - b.at).slice(0, NEXT),
  };
}

/** What was found, as far as it can be read; what holds nothing is no source. */
function sourceOf({ from, place, name, text }: FoundSchedule, parts: ExchangeParts): ExchangeSource[] {
  const own = from === 'task-scheduler' ? withoutSystemTasks(text) : text;
  try {
    const { jobs, notes } = readExchange(own, from, contextOf(parts, { name }));
    const refused = notes.filter(({ kind, job }) => kind === 'refused' && job === null).length;
    return jobs.length + refused === 0 ? [] : [{ from, place, text: own, names: jobs.map((job) => job.name), refused }];
  } catch (error) {
    if (error instanceof BelfryError) return [];
    throw error;
  }
}
