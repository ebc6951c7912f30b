import type { WindowAction } from '#contract/api.ts';
import type { Check } from '#contract/diagnosis.ts';
import { BelfryError } from '#contract/error.ts';
import type { Job, JobSummary } from '#contract/job.ts';
import type { Settings } from '#contract/settings.ts';
import type { UpdateState } from '#contract/update.ts';
import type { Admission } from '#core/admission.ts';
import type { BandKeeper } from '#core/bands.ts';
import type { DailyBackup } from '#core/daily-backup.ts';
import { explain } from '#core/explain.ts';
import type { Launcher } from '#core/launcher.ts';
import type { Leftovers } from '#core/leftovers.ts';
import type { Clock, Neighbours, Notifier, SecretKeeper, SendMail, Store, UserEnvironment } from '#core/ports.ts';
import type { Roster } from '#core/roster.ts';
import type { Scheduler } from '#core/scheduler.ts';
import type { TestRuns } from '#core/test-runs.ts';
import type { AttentionList } from './attention.ts';
import type { Bus } from './bus.ts';

/** What the handlers work with. */
export interface Application {
  clock: Clock;
  store: Store;
  scheduler: Scheduler;
  roster: Roster;
  admission: Admission;
  launcher: Launcher;
  leftovers: Leftovers;
  tests: TestRuns;
  prepared: Promise<void>;
  environment: UserEnvironment;
  secrets: SecretKeeper;
  dailyBackup: DailyBackup;
  /** Where copies of the ledger go. */
  backupFolder: () => string;
  /** Shuts the doors for a moment; see the gate. */
  holdRequests: () => Promise<() => void>;
  bands: BandKeeper;
  attention: AttentionList;
  bus: Bus;
  settings: () => Settings;
  applySettings: (settings: Settings) => Promise<void>;
  sendMail: SendMail;
  neighbours: Neighbours;
  /** The zone of jobs that name none. */
  zone: () => string;
  dataFolder: string;
  version: string;
  report: (error: unknown) => void;
  desktop: Desktop;
  notifier: Notifier;
}

/** What only the desktop can do. */
export interface Desktop {
  show(path: string | undefined): void;
  quit(): void;
  choose(what: 'file' | 'folder'): Promise<string | null>;
  /** The operating system in a few words, and the path of the home folder. */
  computer(): { system: string; home: string };
  /** What only the desktop can find out about Belfry's health. */
  checks(): Promise<Check[]>;
  controlWindow(action: WindowAction): void;
  updates: { readonly state: UpdateState; look(): Promise<void>; take(): Promise<void> };
  /** Asks where to put a file of this name, and writes it; null = nowhere. */
  saveFile(name: string, content: AsyncIterable<Uint8Array>): Promise<string | null>;
  /** Writes a private copy and opens it in the program that the desktop has for text. Resolves to its path. */
  openFile(name: string, content: AsyncIterable<Uint8Array>): Promise<string>;
}

/** Finds a job by id or name, or refuses with `not-found`. */
export async function findJob({ store }: Pick<Application, 'store'>, ref: number | string): Promise<Job> {
  const job = await store.jobs.find(ref);
  if (!job)
    throw new BelfryError('not-found', `There is no job ${typeof ref === 'number' ? ref : `named “${ref}”`}.`, 'job');
  return job;
}

/** Adds the schedules in words to what the store knows of jobs; `ids` absent = all. */
export async function jobSummaries(
  app: Pick<Application, 'store' | 'zone' | 'roster'>,
  ids?: number[],
): Promise<JobSummary[]> {
  const summaries = await app.store.jobs.summaries(ids);
  const nameOf = (id: number) => app.roster.jobs.get(id)?.job.name;
  return summaries.map((summary) => ({
    ...summary,
    schedule: summary.triggers.map(({ spec }) => explain(spec, summary.zone ?? app.zone(), nameOf)),
  }));
}
