import type { Pause } from '#contract/job.ts';
import type { Policy } from '#contract/policy.ts';
import type { RunReason } from '#contract/run.ts';
import { Except } from './except.ts';
import type { Sequence } from './sequence.ts';

const HOUR = 3_600_000;
/** Under policy `all`, at most this many missed occurrences run; older ones are one `missed` row. */
const ALL_LIMIT = 100;

/** What becomes of one occurrence, or of a range of them. Times are epoch ms. */
export type Decision =
  | { kind: 'run'; dueAt: number; cause: 'schedule' | 'catch-up' }
  | {
      kind: 'row';
      status: 'missed' | 'skipped';
      reason: RunReason;
      dueAt: number;
      dueUntil: number;
      count: number;
      extendSince?: number;
    };

export interface Passed {
  /** As the trigger says, to tell its period. */
  schedule: Sequence;
  /** The same, less what is settled already. */
  sequence: Sequence;
  /** Everything up to and including this instant is settled. */
  cursor: number;
  now: number;
  policy: Policy;
  /** Pauses that may cover part of (cursor, now]: the scheduler's and the job's. */
  pauses: Pause[];
  /** The occurrence due at this instant is dropped by "skip the next one". */
  skipUntil: number | null;
  /** Why occurrences passed without ringing, should it turn out that they did. */
  reason: RunReason;
}

/** Settles every occurrence in (cursor, now], oldest first. Pure; the rules are in the user guide, "Missed occurrences". */
export function settle(passed: Passed): Decision[] {
  const { cursor, now, skipUntil } = passed;
  const drops = skipUntil !== null && skipUntil > cursor && skipUntil <= now;
  if (!drops || passed.sequence.previous(skipUntil) !== skipUntil) return settleRest(passed);
  const dropped = rangeRow(passed.sequence, skipUntil - 1, skipUntil, 'skipped', 'skip-next');
  const rest = settleRest({ ...passed, sequence: new Except(passed.sequence, [skipUntil]) });
  return [...dropped, ...rest].sort((a, b) => a.dueAt - b.dueAt);
}

function settleRest(passed: Passed): Decision[] {
  const { sequence, cursor, now, pauses } = passed;
  const { held, open } = splitByPauses(cursor, now, pauses);
  const outcome = dueDecisions(passed, open);
  for (const span of held) {
    outcome.push(...rangeRow(sequence, span.after, span.through, 'skipped', 'paused', span.since));
  }
  return outcome.sort((a, b) => a.dueAt - b.dueAt);
}

/** A half-open stretch of time (after, through]. */
interface Span {
  after: number;
  through: number;
}

/** Splits (from, now] into stretches covered by a pause [since, until) and the open ones between. */
function splitByPauses(from: number, now: number, pauses: Pause[]) {
  const held: (Span & { since: number })[] = [];
  const open: Span[] = [];
  let at = from;
  for (const pause of [...pauses].sort((a, b) => a.since - b.since)) {
    // An occurrence at `since` is held, one at `until` rings; spans exclude their start, hence the -1.
    const after = Math.max(at, pause.since - 1);
    const through = Math.min(now, pause.until - 1);
    if (through <= after) continue;
    if (after > at) open.push({ after: at, through: after });
    held.push({ after, through, since: pause.since });
    at = through;
  }
  if (at < now) open.push({ after: at, through: now });
  return { held, open };
}

function dueDecisions(passed: Passed, open: Span[]): Decision[] {
  const { sequence, policy, now } = passed;
  const spans = open.filter((span) => (sequence.next(span.after) ?? Number.POSITIVE_INFINITY) <= span.through);
  const first = spans[0];
  const last = spans.at(-1);
  if (!first || !last) return [];
  // Held up for longer than the grace: even the newest occurrence is then a catch-up, however fresh it is.
  const missed = now - (sequence.next(first.after) as number) > policy.graceMs;
  const running = policy.missed === 'all' ? newest(sequence, spans, ALL_LIMIT) : newest(sequence, spans, 1);
  const kept = missed && !makesUp(passed, running.at(-1) as number) ? [] : running;
  const decisions: Decision[] = [];
  const boundary = kept[0] ?? Number.POSITIVE_INFINITY;
  for (const span of spans) {
    decisions.push(...rangeRow(sequence, span.after, Math.min(span.through, boundary - 1), 'missed', passed.reason));
  }
  for (const dueAt of kept) {
    decisions.push({ kind: 'run', dueAt, cause: missed && policy.missed !== 'skip' ? 'catch-up' : 'schedule' });
  }
  return decisions;
}

/** Whether the newest of the missed occurrences still runs: within the grace it is merely late, beyond it the policy says. */
function makesUp({ policy, schedule, now }: Passed, latest: number): boolean {
  const late = now - latest;
  if (policy.missed === 'all' || late <= policy.graceMs) return true;
  if (policy.missed === 'skip') return false;
  const period = periodAt(schedule, latest);
  const window = policy.catchUpWindowMs ?? Number.POSITIVE_INFINITY;
  return late <= (period <= HOUR ? Math.min(window, period) : window);
}

/** Distance from one occurrence to the next, in ms; infinite for the last one. */
export function periodAt(sequence: Sequence, at: number): number {
  const next = sequence.next(at);
  return next === null ? Number.POSITIVE_INFINITY : next - at;
}

/** The newest `limit` occurrences of the spans, oldest first. */
function newest(sequence: Sequence, spans: Span[], limit: number): number[] {
  const found: number[] = [];
  for (const span of [...spans].reverse()) {
    let at = sequence.previous(span.through);
    while (at !== null && at > span.after && found.length < limit) {
      found.push(at);
      at = sequence.previous(at - 1);
    }
  }
  return found.reverse();
}

function rangeRow(
  sequence: Sequence,
  after: number,
  through: number,
  status: 'missed' | 'skipped',
  reason: RunReason,
  extendSince?: number,
): Decision[] {
  const dueAt = sequence.next(after);
  const dueUntil = sequence.previous(through);
  if (dueAt === null || dueUntil === null || dueAt > through) return [];
  const count = sequence.count(after, through);
  return [{ kind: 'row', status, reason, dueAt, dueUntil, count, ...(extendSince !== undefined && { extendSince }) }];
}
