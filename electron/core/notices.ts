import type { Job } from '#contract/job.ts';
import type { Delivery, NoticeChannel, NoticeKind, NotificationSettings } from '#contract/notification.ts';
import type { Run, RunStatus } from '#contract/run.ts';
import { Desk } from './desk.ts';
import { noticeWords } from './notice-words.ts';
import { Pings } from './pings.ts';
import type { Clock, DeliveryStore, Notice, Notifier, PingState, Timers } from './ports.ts';
import { Throttle } from './throttle.ts';

/** A run is long beyond twice its usual time, and this much more at least (ms). */
const LONG_MARGIN_MS = 30_000;

export interface NoticesParts {
  clock: Clock;
  timers: Timers;
  notifier: Notifier;
  deliveries: DeliveryStore;
  current: (jobId: number) => Job | undefined;
  /** Ways that hold for every job. */
  settings: () => NotificationSettings;
  /** Median of the last successes, ms; null while there are too few. */
  usualMs: (jobId: number) => Promise<number | null>;
  /** How the job's run before this one ended. */
  before: (run: Run) => Promise<RunStatus | null>;
  /** The last lines of a run's output. */
  tail: (runId: number) => Promise<string>;
  /** A time of day as the person reads it. */
  wallTime: (at: number) => string;
  /** Whether the desktop is to be left in peace now. */
  isQuiet: () => boolean;
  report: (error: unknown) => void;
}

interface Event {
  kind: NoticeKind;
  job: Job;
  run: Run;
  usualMs: number | null;
}

/** Decides who is told of which run. Hears every row that changes, and never holds up a run. */
export class Notices {
  private readonly throttle: Throttle<Event>;
  private readonly pings: Pings;
  private readonly desk: Desk;
  /** Ends the watch over a run that may take long. */
  private readonly watches = new Map<number, () => void>();

  constructor(private readonly parts: NoticesParts) {
    this.throttle = new Throttle(parts.clock, parts.timers, (event, count, since) => {
      void this.tell(event, count, since).catch(parts.report);
    });
    const { clock, timers, isQuiet, wallTime, notifier } = parts;
    this.desk = new Desk({ clock, timers, isQuiet, wallTime, show: (notice) => notifier.desktop(notice) });
    this.pings = new Pings({
      send: (url, state, text) => parts.notifier.ping(url, state, text),
      onFault: ({ runId, url }, error) => this.record(runId, 'ping', 'ping', hostOf(url), error),
    });
  }

  hear(rows: Run[]): void {
    for (const run of rows) {
      const job = this.parts.current(run.jobId);
      if (job) this.hearRun(run, job);
    }
  }

  halt(): void {
    this.throttle.halt();
    this.desk.halt();
    for (const cancel of this.watches.values()) cancel();
    this.watches.clear();
  }

  private hearRun(run: Run, job: Job): void {
    switch (run.status) {
      case 'running':
        if (run.attempt === 1) this.started(run, job);
        return;
      case 'success':
      case 'failed':
      case 'timed-out':
        this.ended(run, job);
        return;
      case 'missed':
        if (job.notifications.lateMs !== null) this.add('missed', run, job);
        return;
      default:
        this.forget(run.id);
    }
  }

  private started(run: Run, job: Job): void {
    const { lateMs, onLong } = job.notifications;
    if (lateMs !== null && (run.startedAt ?? 0) - run.dueAt >= lateMs) this.add('late', run, job);
    this.ping(run, job, 'start');
    if (onLong) void this.watch(run, job).catch(this.parts.report);
  }

  private ended(run: Run, job: Job): void {
    this.forget(run.id);
    const { onFailure, onSuccess, onRecovery } = job.notifications;
    const good = run.status === 'success';
    this.ping(run, job, good ? 'success' : 'fail');
    if (!good && onFailure) this.add('failure', run, job);
    if (good && onRecovery) void this.maybeRecovered(run, job).catch(this.parts.report);
    else if (good && onSuccess) this.add('success', run, job);
  }

  private async maybeRecovered(run: Run, job: Job): Promise<void> {
    const before = await this.parts.before(run);
    if (before === 'failed' || before === 'timed-out') this.add('recovery', run, job);
    else if (job.notifications.onSuccess) this.add('success', run, job);
  }

  private async watch(run: Run, job: Job): Promise<void> {
    // Already there, so that an end meanwhile is known.
    this.watches.set(run.id, () => {});
    const usualMs = await this.parts.usualMs(job.id);
    if (!this.watches.has(run.id)) return;
    if (usualMs === null) return this.forget(run.id);
    const cancel = this.parts.timers.after(Math.max(2 * usualMs, usualMs + LONG_MARGIN_MS), () => {
      this.watches.delete(run.id);
      this.add('long', run, job, usualMs);
    });
    this.watches.set(run.id, cancel);
  }

  private forget(runId: number): void {
    this.watches.get(runId)?.();
    this.watches.delete(runId);
  }

  private ping(run: Run, job: Job, state: PingState): void {
    const url = job.notifications.pingUrl;
    if (url !== null) this.pings.add(job.id, { url, state, text: run.error ?? '', runId: run.id });
  }

  private add(kind: NoticeKind, run: Run, job: Job, usualMs: number | null = null): void {
    this.throttle.add(`${job.id} ${kind}`, { kind, run, job, usualMs });
  }

  private async tell({ kind, job, run, usualMs }: Event, count: number, since: number): Promise<void> {
    const { clock, notifier, wallTime } = this.parts;
    const ways = this.waysOf(job);
    if (ways.length === 0) return;
    const told = { kind, job: job.name, run, count, since, now: clock.now(), usualMs, clock: wallTime };
    const needsTail = kind === 'failure' && ways.some(({ channel }) => channel !== 'desktop');
    const tail = needsTail ? await this.parts.tail(run.id) : '';
    const { id, name, tags } = job;
    const notice: Notice = { kind, job: { id, name, tags }, run, count, since, ...noticeWords(told), tail };
    const send = async (channel: NoticeChannel, target: string) => {
      if (channel === 'email') await notifier.email(target, notice);
      else if (channel === 'webhook') await notifier.webhook(target, notice);
      else await this.desk.show(notice);
    };
    await Promise.all(
      ways.map(async ({ channel, target }) => {
        const shown = channel === 'webhook' ? hostOf(target) : target;
        const error = await send(channel, target).then(
          () => null,
          (problem: unknown) => problem,
        );
        this.record(run.id, kind, channel, shown, error);
      }),
    );
  }

  /** A job's own ways and those of the settings, each once. */
  private waysOf({ notifications: own }: Job): { channel: NoticeChannel; target: string }[] {
    const all = this.parts.settings();
    const targets = (channel: 'email' | 'webhook', lists: string[][]) =>
      [...new Set(lists.flat())].map((target) => ({ channel, target }));
    return [
      ...(own.desktop && all.desktop ? [{ channel: 'desktop' as const, target: '' }] : []),
      ...targets('email', [own.email, all.email]),
      ...targets('webhook', [own.webhooks, all.webhooks]),
    ];
  }

  private record(runId: number, kind: Delivery['kind'], channel: NoticeChannel, target: string, error: unknown): void {
    const sentence = error === null ? null : error instanceof Error ? error.message : String(error);
    const delivery = { at: this.parts.clock.now(), kind, channel, target, error: sentence };
    this.parts.deliveries.add(runId, delivery).catch(this.parts.report);
  }
}

/** What may be shown of an address that can carry a key in its path. */
function hostOf(url: string): string {
  return /^https?:\/\/(?:[^/@]*@)?([^/?#]+)/.exec(url)?.[1] ?? 'the address kept as a secret';
}
