import type { Handlers } from '#contract/api.ts';
import type { Attention, JobAttention } from '#contract/attention.ts';
import type { Run } from '#contract/run.ts';
import { isFrequent } from '#core/ahead.ts';
import { nextRunAt } from '#core/armed.ts';
import { collisions } from '#core/clock-changes.ts';
import type { Timers } from '#core/ports.ts';
import type { Application } from './application.ts';
import { clockJumps } from './clock-jumps.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Misses of jobs that ring hourly or oftener are let go. */
const RHYTHM_MS = HOUR;
/** How far back a miss and a late run are told of, and how far ahead a change of clocks. */
const MISSED_MS = 7 * DAY;
const LATE_MS = DAY;
const CHANGE_MS = 7 * DAY;
/** From when on what is due and has not begun is overdue. */
const OVERDUE_MS = 2 * MINUTE;
const MOST = 500;
/** Changes are gathered this long; what only time brings about is looked for each minute. */
const GATHER_MS = 500;

const ORDER = ['failing', 'overdue', 'missed', 'late', 'clock-jump', 'clock-change'] satisfies Attention['kind'][];

/** What needs someone, kept up to date and announced as it changes. Tray, window and command line read it here. */
export class AttentionList {
  private readonly byJob = new Map<number, JobAttention[]>();
  private readonly stale = new Set<number>();
  private dismissed: Set<string> | null = null;
  private all = true;
  private list: Attention[] = [];
  private cancel: (() => void) | null = null;
  private working: Promise<void> | null = null;

  constructor(
    private readonly app: Pick<
      Application,
      'store' | 'settings' | 'clock' | 'bus' | 'roster' | 'scheduler' | 'zone' | 'report'
    >,
  ) {}

  /** The list as it was last announced. */
  get latest(): readonly Attention[] {
    return this.list;
  }

  /** Listens from here on. Returns what ends it. */
  watch(timers: Timers): () => void {
    const soon = (ids: Iterable<number>) => {
      for (const id of ids) this.stale.add(id);
      this.cancel ??= timers.after(GATHER_MS, () => {
        this.cancel = null;
        void this.refresh().catch(this.app.report);
      });
    };
    const ends = [
      timers.every(MINUTE, () => void this.refresh().catch(this.app.report)),
      this.app.bus.subscribe((name, payload) => {
        if (name === 'runs.changed') soon((payload as Run[]).map(({ jobId }) => jobId));
        else if (name === 'ledger.replaced') this.forget();
        else if (name === 'clock.jumped' || name === 'settings.changed') soon([]);
        else if (name === 'job.changed' || name === 'job.removed') soon([(payload as { id: number }).id]);
      }),
    ];
    return () => {
      for (const end of ends) end();
      this.cancel?.();
    };
  }

  /** Another ledger took the place of the old one. */
  private forget(): void {
    this.byJob.clear();
    this.dismissed = null;
    this.all = true;
    void this.refresh().catch(this.app.report);
  }

  /** The list as it is now; first things first. */
  async read(): Promise<Attention[]> {
    await this.refresh();
    return this.list;
  }

  async dismiss(key: string): Promise<void> {
    await this.app.store.troubles.dismiss(key, this.app.clock.now());
    this.dismissed?.add(key);
    await this.refresh();
  }

  /** One look at a time; who asks meanwhile has one of their own after it. */
  private async refresh(): Promise<void> {
    await this.working?.catch(() => {});
    this.working ??= this.look().finally(() => {
      this.working = null;
    });
    await this.working;
  }

  private async look(): Promise<void> {
    const { store, clock, bus } = this.app;
    const now = clock.now();
    const ids = this.all ? null : [...this.stale];
    this.all = false;
    this.stale.clear();
    try {
      this.dismissed ??= await store.troubles.dismissed();
      if (ids === null || ids.length > 0) await this.lookAt(ids, now);
    } catch (error) {
      this.all = true;
      throw error;
    }
    const items: Attention[] = [...this.byJob.values()].flat().filter((item) => stillTold(item, now));
    items.push(...(await this.overdue(now)), ...(await clockJumps(this.app, now)), ...this.clockChanges(now));
    const list = items
      .filter(({ key }) => !this.dismissed?.has(key))
      .sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || b.at - a.at || jobOf(a) - jobOf(b))
      .slice(0, MOST);
    const changed = JSON.stringify(list) !== JSON.stringify(this.list);
    this.list = list;
    if (changed) bus.emit('attention.changed', list);
  }

  /** Reads anew what the ledger says of these jobs, or of all. */
  private async lookAt(ids: number[] | null, now: number): Promise<void> {
    const { troubles } = this.app.store;
    const [failing, missed, late] = await Promise.all([
      troubles.failing(ids),
      troubles.missed(ids, now - MISSED_MS),
      troubles.late(ids, now - LATE_MS),
    ]);
    const during = await Promise.all(late.map((run) => this.keptBy(run)));
    if (ids) for (const id of ids) this.byJob.delete(id);
    else this.byJob.clear();
    const put = (item: JobAttention) => {
      const armed = this.app.roster.jobs.get(item.jobId);
      if (armed?.job.enabled) this.byJob.set(item.jobId, [...(this.byJob.get(item.jobId) ?? []), item]);
    };
    for (const { run, inRow } of failing)
      put({ ...of(run), kind: 'failing', key: `failing:${run.id}`, at: run.finishedAt ?? run.dueAt, run, inRow });
    const frequent = (jobId: number) => {
      const armed = this.app.roster.jobs.get(jobId);
      return armed !== undefined && isFrequent(armed, now, RHYTHM_MS);
    };
    for (const run of missed)
      if (!frequent(run.jobId))
        put({ ...of(run), kind: 'missed', key: `missed:${run.id}:${run.dueUntil}`, at: run.dueUntil, run });
    const told = new Set(failing.map(({ run }) => run.id));
    late.forEach((run, at) => {
      if (!told.has(run.id) && !frequent(run.jobId))
        put({
          ...{ ...of(run), kind: 'late', key: `late:${run.id}`, at: run.startedAt ?? run.dueAt, run },
          during: during[at] ?? null,
        });
    });
  }

  /** What lay over the due time of a late run. */
  private async keptBy(run: Run) {
    const bands = await this.app.store.bands.within(run.dueAt, run.dueAt + 1);
    return bands[0]?.kind ?? null;
  }

  private async overdue(now: number): Promise<Attention[]> {
    const { roster, scheduler, store } = this.app;
    const before = now - OVERDUE_MS;
    const items: Attention[] = (await store.troubles.waiting(before)).map((run) => ({
      ...{ ...of(run), kind: 'overdue', key: `overdue:${run.id}`, at: run.dueAt, runId: run.id },
    }));
    if (!scheduler.isOn || scheduler.pause) return items;
    for (const armed of roster.jobs.values()) {
      const at = armed.job.pause ? null : nextRunAt(armed);
      if (at === null || at >= before) continue;
      const { id, name } = armed.job;
      items.push({ kind: 'overdue', key: `overdue:${id}:${at}`, jobId: id, job: name, at, runId: null });
    }
    return items;
  }

  private clockChanges(now: number): Attention[] {
    return collisions(this.app.roster, this.app.zone(), now, CHANGE_MS).map(({ armed, at, note, zone }) => ({
      ...{ kind: 'clock-change', key: `clock-change:${armed.job.id}:${at}`, jobId: armed.job.id, job: armed.job.name },
      ...{ at, note, zone },
    }));
  }
}

const of = ({ jobId, job }: Run) => ({ jobId, job });
const jobOf = (item: Attention) => ('jobId' in item ? item.jobId : 0);

/** What has grown old is told no longer. */
function stillTold({ kind, at }: JobAttention, now: number): boolean {
  return kind === 'missed' ? at >= now - MISSED_MS : kind !== 'late' || at >= now - LATE_MS;
}

/** Requests about what needs someone. */
export function attentionHandlers(app: Application): Pick<Handlers, 'attention.list' | 'attention.dismiss'> {
  return {
    'attention.list': () => app.attention.read(),
    'attention.dismiss': ({ key }) => app.attention.dismiss(key),
  };
}
