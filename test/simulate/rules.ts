import type { Pause } from '#contract/job.ts';
import type { Policy } from '#contract/policy.ts';
import type { RunReason } from '#contract/run.ts';
import type { FakeTime } from '../support/fake-time.ts';
import { Door, type Place } from './door.ts';

/** How far a clock may drift before it counts as set, and how often the watch looks, ms. */
const STEP = 2_000;
const WATCH = 4_000;
const HOUR = 3_600_000;
/** How long an action takes to end that was asked to stop, ms. */
export const STOPPING = 1_307;

/** What the ledger must say; `members` are the due instants that the row stands for, oldest first. */
export interface Row {
  trigger: Trigger;
  members: number[];
  status: string;
  reason: RunReason | null;
  cause: 'schedule' | 'catch-up';
  startedAt: number | null;
  finishedAt: number | null;
  attempt: number;
}

export interface Trigger {
  job: Job;
  /** Its place among all triggers, in the order in which they were made. */
  order: number;
  /** Every occurrence of the stretch looked at, oldest first. */
  due: number[];
  cursor: number;
  settled: Map<number, Row>;
  newest: Row | null;
}

export interface Job {
  policy: Policy;
  enabled: boolean;
  pause: Pause | null;
  skip: number | null;
  triggers: Trigger[];
  /** What the next attempt of this job will do. */
  behaviour: (attempt: number) => { ms: number; ok: boolean };
  attempts: number;
}

/** A row to be. */
interface Verdict {
  trigger: Trigger;
  members: number[];
  status: 'run' | 'missed' | 'skipped';
  reason: RunReason | null;
  cause: 'schedule' | 'catch-up';
  /** May make the trigger's newest row longer, if that ends at or after this instant. */
  grows: number | null;
}

/** The rules of time once more, in the plainest way: each occurrence is looked at, one after another. */
export class Rules {
  readonly rows: Row[] = [];
  readonly jobs: Job[] = [];
  pause: Pause | null = null;
  on = true;
  private because: RunReason | null = null;
  private wall = 0;
  private mono = 0;
  private readonly door: Door;

  constructor(
    public time: FakeTime,
    concurrency: number,
  ) {
    this.door = new Door(concurrency);
    this.listen(time);
  }

  private get now(): number {
    return this.time.now();
  }

  private listen(time: FakeTime): void {
    this.time = time;
    this.observe();
    time.before = (fired) => {
      // The watch wakes the scheduler when the clock was set.
      if (fired === 'alarm' || (fired === WATCH && Math.abs(this.drift()) > STEP)) this.wake();
      else if (fired === WATCH) this.observe();
    };
  }

  private drift(): number {
    return this.now - this.wall - (this.time.monotonic() - this.mono);
  }
  private observe(): void {
    [this.wall, this.mono] = [this.now, this.time.monotonic()];
  }

  /** Settles all that is due. */
  wake(): void {
    const drift = this.drift();
    this.observe();
    if (drift < -STEP) this.setBack();
    if (!this.on) return;
    this.settle(this.because ?? (drift > STEP ? 'asleep' : 'held-up'));
    this.because = null;
    for (const held of [this, ...this.jobs]) if (held.pause && held.pause.until <= this.now) held.pause = null;
  }

  /** What lay ahead of the clock has not passed; what it had as a row of its own stays settled. */
  private setBack(): void {
    const { now } = this;
    for (const row of this.rows) {
      if (row.members.length < 2 || (row.members.at(-1) as number) <= now) continue;
      const kept = row.members.filter((at) => at <= now);
      const open = row.members.slice(Math.max(1, kept.length));
      for (const at of open) row.trigger.settled.delete(at);
      row.members = row.members.slice(0, Math.max(1, kept.length));
    }
    for (const trigger of this.triggers()) trigger.cursor = Math.min(trigger.cursor, now);
    for (const { pause } of [this, ...this.jobs]) if (pause) pause.since = Math.min(pause.since, now);
  }

  private triggers(): Trigger[] {
    return this.jobs.flatMap(({ triggers }) => triggers);
  }

  private settle(reason: RunReason): void {
    const verdicts: Verdict[] = [];
    for (const trigger of this.triggers()) {
      if (!trigger.job.enabled || trigger.cursor >= this.now) continue;
      const open = between(trigger.due, trigger.cursor, this.now).filter((at) => !trigger.settled.has(at));
      if (open.length > 0) verdicts.push(...this.judge(trigger, open, reason));
      trigger.cursor = this.now;
    }
    const first = ({ members }: Verdict) => members[0] as number;
    verdicts.sort((a, b) => first(a) - first(b) || a.trigger.order - b.trigger.order);
    this.record(verdicts);
  }

  private judge(trigger: Trigger, open: number[], reason: RunReason): Verdict[] {
    const { job } = trigger;
    const pauses = [this.pause, job.pause].filter((pause) => pause !== null).sort((a, b) => a.since - b.since);
    const verdicts: Verdict[] = [];
    const row = (status: Verdict['status'], why: RunReason | null, members: number[], grows: number | null = null) => {
      if (members.length > 0) verdicts.push({ trigger, members, status, reason: why, cause: 'schedule', grows });
    };
    const skipped = open.filter((at) => at === job.skip);
    row('skipped', 'skip-next', skipped);
    const held = new Map<Pause, number[]>();
    const free: number[] = [];
    for (const at of open.filter((instant) => instant !== job.skip)) {
      const pause = pauses.find(({ since, until }) => at >= since && at < until);
      if (pause) held.set(pause, [...(held.get(pause) ?? []), at]);
      else free.push(at);
    }
    for (const [pause, members] of held) row('skipped', 'paused', members, pause.since);
    const { kept, cause } = this.keep(trigger, free);
    // What lies on both sides of a pause is told apart.
    const stretches = new Map<number, number[]>();
    for (const at of free.filter((instant) => !kept.includes(instant))) {
      const stretch = pauses.filter(({ until }) => until <= at).length;
      stretches.set(stretch, [...(stretches.get(stretch) ?? []), at]);
    }
    for (const members of stretches.values()) row('missed', reason, members);
    for (const at of kept) verdicts.push({ trigger, members: [at], status: 'run', reason: null, cause, grows: null });
    return verdicts;
  }

  /** Which of these run, late as they may be. */
  private keep({ job, due }: Trigger, free: number[]): { kept: number[]; cause: Row['cause'] } {
    const { missed, graceMs, catchUpWindowMs } = job.policy;
    const [first, latest] = [free[0], free.at(-1)];
    if (first === undefined || latest === undefined) return { kept: [], cause: 'schedule' };
    const kept = missed === 'all' ? free.slice(-100) : [latest];
    if (this.now - first <= graceMs) return { kept, cause: 'schedule' };
    const late = this.now - latest;
    const cause = missed === 'skip' ? 'schedule' : 'catch-up';
    if (missed === 'all' || late <= graceMs) return { kept, cause };
    if (missed === 'skip') return { kept: [], cause };
    const period = (due.find((at) => at > latest) ?? Number.POSITIVE_INFINITY) - latest;
    const window = catchUpWindowMs ?? Number.POSITIVE_INFINITY;
    return { kept: late <= (period <= HOUR ? Math.min(window, period) : window) ? kept : [], cause };
  }

  /** Asks at the door for all that runs, writes the rows, then lets the runs in. */
  private record(verdicts: Verdict[]): void {
    const plans = verdicts.map((verdict) => {
      if (verdict.status !== 'run') return { verdict, place: null, stop: [], drop: [] };
      const asked = this.door.ask(verdict.trigger.job, verdict.members[0] as number);
      if (asked.refused === null) return { verdict, ...asked };
      return { verdict: { ...verdict, status: 'skipped' as const, reason: asked.refused, grows: 0 }, ...asked };
    });
    const fresh = new Set<Trigger>();
    for (const { verdict, place } of plans) {
      const row = this.write(verdict, place, fresh.has(verdict.trigger));
      if (row) fresh.add(verdict.trigger);
    }
    const stopped: Place[] = [];
    for (const { place, stop, drop } of plans) {
      stopped.push(...stop);
      for (const other of drop) this.end(other.row as Row, 'skipped', 'replaced');
      if (place?.state === 'running') this.begin(place);
    }
    for (const place of stopped) this.stop(place);
    this.letIn();
  }

  /** Null when it went into the row before. */
  private write(verdict: Verdict, place: Place | null, others: boolean): Row | null {
    const { trigger, members, reason, cause, grows } = verdict;
    const last = trigger.newest;
    if (last && grows !== null && !others && last.status === verdict.status && last.reason === reason) {
      const end = last.members.at(-1) as number;
      if (end >= grows && end < (members[0] as number)) {
        last.members.push(...members);
        for (const at of members) trigger.settled.set(at, last);
        return null;
      }
    }
    const status = place === null ? verdict.status : place.state === 'running' ? 'running' : 'queued';
    const startedAt = status === 'running' ? this.now : null;
    const attempt = status === 'running' ? 1 : 0;
    const row = { trigger, members: [...members], status, reason, cause, startedAt, finishedAt: null, attempt };
    for (const at of members) trigger.settled.set(at, row);
    trigger.newest = row;
    this.rows.push(row);
    if (place) place.row = row;
    return row;
  }

  /** Lets in who waits, as places come free; not those whose job was paused or switched off meanwhile. */
  private letIn(): void {
    for (let place = this.door.next(); place; place = this.door.next()) {
      const row = place.row as Row;
      const paused = [this.pause, place.job.pause].some((pause) => pause !== null && pause.until > this.now);
      if (place.job.enabled && !paused) {
        [row.status, row.startedAt, row.attempt] = ['running', this.now, 1];
        this.begin(place);
        continue;
      }
      this.door.leave(place);
      if (place.job.enabled) this.end(row, 'skipped', 'paused');
      else this.end(row, 'cancelled', null);
    }
  }

  private end(row: Row, status: string, reason: RunReason | null): void {
    [row.status, row.reason, row.finishedAt] = [status, reason, Math.max(this.now, row.startedAt ?? 0)];
  }

  private begin(place: Place): void {
    const { ms, ok } = place.job.behaviour(place.job.attempts++);
    place.cancel = this.time.after(ms, () => this.attemptEnded(place, ok));
    place.attempting = true;
  }

  private attemptEnded(place: Place, ok: boolean): void {
    const row = place.row as Row;
    const { count, delayMs, backoff, ceilingMs } = place.job.policy.retry;
    place.attempting = false;
    if (ok || place.stopped || row.attempt > count) {
      this.finish(place, place.stopped ? 'cancelled' : ok ? 'success' : 'failed');
      return;
    }
    const wait = Math.min(backoff === 'fixed' ? delayMs : delayMs * 2 ** (row.attempt - 1), ceilingMs);
    place.cancel = this.time.after(wait, () => {
      row.attempt++;
      this.begin(place);
    });
  }

  private finish(place: Place, status: string): void {
    this.end(place.row as Row, status, status === 'cancelled' ? 'replaced' : null);
    this.door.leave(place);
    this.letIn();
  }

  private stop(place: Place): void {
    if (place.stopped || place.state === 'gone') return;
    place.stopped = true;
    if (place.attempting) {
      const cancelEnd = place.cancel;
      place.cancel = this.time.after(STOPPING, () => {
        cancelEnd();
        if (place.attempting) this.attemptEnded(place, false);
      });
    } else {
      place.cancel();
      this.finish(place, 'cancelled');
    }
  }

  /** Everything ends without a word; what the next start finds, it marks. */
  crash(): void {
    this.door.clear();
    this.because = this.on ? 'not-running' : 'scheduler-off';
    this.pending = this.rows.filter(({ status }) => status === 'running' || status === 'queued');
  }
  private pending: Row[] = [];

  restarted(time: FakeTime): void {
    this.listen(time);
    for (const row of this.pending) {
      if (row.status === 'running') this.end(row, 'interrupted', null);
      else this.end(row, 'skipped', 'shutdown');
    }
    this.setBack();
    this.wake();
  }

  pauseFor(held: { pause: Pause | null }, until: number): void {
    this.wake();
    held.pause = { since: held.pause?.since ?? this.now, until };
  }

  resume(held: { pause: Pause | null }): void {
    if (held.pause) {
      held.pause.until = this.now;
      this.wake();
    }
    held.pause = null;
  }

  switch(on: boolean): void {
    if (on) this.on = true;
    this.wake();
    if (on) return;
    this.on = false;
    this.because = 'scheduler-off';
  }

  /** What fell due while a job was off was not missed. */
  enable(job: Job, enabled: boolean): void {
    if (enabled && !job.enabled) for (const trigger of job.triggers) trigger.cursor = this.now;
    job.enabled = enabled;
  }

  lidClosed(): void {
    this.because ??= 'asleep';
  }

  /** The next due instant of a job, null = none within the stretch looked at. */
  next({ enabled, triggers }: Job): number | null {
    if (!enabled) return null;
    const next = triggers.map(({ due, cursor, settled }) => due.find((at) => at > cursor && !settled.has(at)));
    const found = next.filter((at) => at !== undefined);
    return found.length > 0 ? Math.min(...found) : null;
  }
}

/** The instants in (after, through]; `sorted` oldest first. */
function between(sorted: number[], after: number, through: number): number[] {
  return sorted.slice(firstAfter(sorted, after), firstAfter(sorted, through));
}

function firstAfter(sorted: number[], limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
