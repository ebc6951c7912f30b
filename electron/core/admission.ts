import type { OverlapPolicy } from '#contract/policy.ts';
import type { RunReason } from '#contract/run.ts';

/** A place at the door: one run that wants to start. `runId` is known once its row is stored. */
export interface Ticket {
  readonly jobId: number;
  readonly dueAt: number;
  readonly overlap: OverlapPolicy;
  runId: number | null;
  state: 'running' | 'waiting' | 'gone';
}

export type Verdict =
  | { kind: 'start'; ticket: Ticket }
  | { kind: 'queue'; ticket: Ticket }
  /** Stop `stop`, drop `drop` (they waited and are replaced); the new one waits for the end of the former. */
  | { kind: 'replace'; ticket: Ticket; stop: Ticket[]; drop: Ticket[] }
  | { kind: 'refuse'; reason: Extract<RunReason, 'overlap' | 'queue-full'> };

/** Who may start now: the overlap policy of each job, and one limit for all. A state machine; it starts nothing itself. */
export class Admission {
  private readonly active = new Map<number, Ticket[]>();
  private readonly waiting: Ticket[] = [];
  private runningCount = 0;
  private shut = false;

  constructor(private limit: number) {}

  get running(): number {
    return this.runningCount;
  }

  get queued(): number {
    return this.waiting.length;
  }

  setLimit(limit: number): void {
    this.limit = limit;
  }

  /** From here on who asks waits, until the door opens. Call `next` after that. */
  shutDoor(): void {
    this.shut = true;
  }
  openDoor(): void {
    this.shut = false;
  }

  /** Asks for a place for one run of `jobId`, due at `dueAt` (epoch ms). */
  ask(jobId: number, dueAt: number, overlap: OverlapPolicy): Verdict {
    const others = this.active.get(jobId);
    const ticket: Ticket = { jobId, dueAt, overlap, runId: null, state: 'waiting' };
    if (!others && this.hasRoom) {
      this.active.set(jobId, [ticket]);
      ticket.state = 'running';
      this.runningCount++;
      return { kind: 'start', ticket };
    }
    const mine = [...(others ?? [])];
    const running = mine.filter((ticket) => ticket.state === 'running');
    const waiting = mine.filter((ticket) => ticket.state === 'waiting');
    const refused = refusal(overlap, running.length, waiting.length);
    if (refused) return { kind: 'refuse', reason: refused };
    if (overlap.mode === 'replace' && mine.length > 0) {
      for (const old of waiting) this.leave(old);
      this.enter(ticket);
      return { kind: 'replace', ticket, stop: running, drop: waiting };
    }
    this.enter(ticket);
    if (!this.mayStart(ticket)) return { kind: 'queue', ticket };
    this.begin(ticket);
    return { kind: 'start', ticket };
  }

  /** Gives a place back, whatever its state. Call `next` afterwards. */
  leave(ticket: Ticket): void {
    if (ticket.state === 'gone') return;
    if (ticket.state === 'running') this.runningCount--;
    else this.waiting.splice(this.waiting.indexOf(ticket), 1);
    ticket.state = 'gone';
    const mine = this.active.get(ticket.jobId) ?? [];
    if (mine.length > 1) mine.splice(mine.indexOf(ticket), 1);
    else this.active.delete(ticket.jobId);
  }

  /** Takes the waiting tickets that may start now, first due first; they count as running from here on. */
  next(): Ticket[] {
    const started: Ticket[] = [];
    for (let at = 0; at < this.waiting.length && this.hasRoom; ) {
      const ticket = this.waiting[at] as Ticket;
      // A ticket whose row is not stored yet cannot be started; it is looked at again once it is.
      if (ticket.runId === null || !this.mayStart(ticket)) {
        at++;
        continue;
      }
      this.begin(ticket);
      started.push(ticket);
    }
    return started;
  }

  private get hasRoom(): boolean {
    return !this.shut && this.runningCount < this.limit;
  }

  private mayStart(ticket: Ticket): boolean {
    if (!this.hasRoom) return false;
    let running = 0;
    for (const other of this.active.get(ticket.jobId) ?? []) if (other.state === 'running') running++;
    return ticket.overlap.mode === 'parallel' ? running < ticket.overlap.limit : running === 0;
  }

  private enter(ticket: Ticket): void {
    const mine = this.active.get(ticket.jobId);
    if (mine) mine.push(ticket);
    else this.active.set(ticket.jobId, [ticket]);
    let at = this.waiting.length;
    while (at > 0 && (this.waiting[at - 1] as Ticket).dueAt > ticket.dueAt) at--;
    this.waiting.splice(at, 0, ticket);
  }

  private begin(ticket: Ticket): void {
    this.waiting.splice(this.waiting.indexOf(ticket), 1);
    ticket.state = 'running';
    this.runningCount++;
  }
}

function refusal(overlap: OverlapPolicy, running: number, waiting: number) {
  switch (overlap.mode) {
    case 'skip':
      return running + waiting > 0 ? 'overlap' : null;
    case 'queue':
      return running + waiting > 0 && waiting >= overlap.limit ? 'queue-full' : null;
    case 'parallel':
      return running + waiting >= overlap.limit ? 'overlap' : null;
    case 'replace':
      return null;
  }
}
