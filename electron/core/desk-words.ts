import type { NoticeKind } from '#contract/notification.ts';
import type { DeskNotice, Notice } from './ports.ts';

/** A notice older than this (ms) says when it was. */
const OLD_MS = 60_000;
/** So many jobs are named; of more, how many. */
const NAMES = 4;
/** What matters most comes first. */
const ORDER: NoticeKind[] = ['failure', 'missed', 'late', 'long', 'recovery', 'success'];
/** Notices that nothing has to be done about make no sound. */
const SOFT: NoticeKind[] = ['success', 'recovery'];

interface Told {
  /** Epoch ms. */
  now: number;
  /** A time of day as the person reads it. */
  clock: (at: number) => string;
}

/** A notice of one job, as the desktop shows it: in the place of the job's older one, leading to the run. */
export function ownNotice({ kind, job, run, title, body, count, since }: Notice, { now, clock }: Told): DeskNotice {
  // Of several, it says already since when.
  const at = count === 1 && now - since >= OLD_MS ? `At ${clock(since)}. ` : '';
  return {
    ...{ key: `job ${job.id}`, title, body: at + body, path: `/history?run=${run.id}` },
    again: kind === 'failure' || kind === 'missed' ? run.id : null,
    silent: SOFT.includes(kind),
  };
}

/** Notices that came together, of each job and kind at most one, as one: how many jobs did what, and which. */
export function gatheredNotice(notices: readonly Notice[], { now, clock }: Told): DeskNotice {
  const kinds = ORDER.filter((kind) => notices.some((notice) => notice.kind === kind));
  const jobsOf = (kind: NoticeKind) => notices.flatMap(({ kind: own, job }) => (own === kind ? [job.name] : []));
  const parts = kinds.map((kind, at) => {
    const { length } = jobsOf(kind);
    return `${length}${at > 0 ? '' : length === 1 ? ' job' : ' jobs'} ${VERBS[kind][length === 1 ? 0 : 1]}`;
  });
  const since = Math.min(...notices.map((notice) => notice.since));
  return {
    ...{ key: 'gathered', title: parts.join(', '), again: null },
    body: (now - since >= OLD_MS ? `Since ${clock(since)}. ` : '') + listed([...new Set(kinds.flatMap(jobsOf))]),
    path: kinds.every((kind) => kind === 'failure') ? '/history?status=bad' : '/history',
    silent: kinds.every((kind) => SOFT.includes(kind)),
  };
}

/** Of one, and of several. */
const VERBS: Record<NoticeKind, [one: string, many: string]> = {
  failure: ['failed', 'failed'],
  missed: ['missed its time', 'missed their time'],
  late: ['rang late', 'rang late'],
  long: ['is taking long', 'are taking long'],
  recovery: ['works again', 'work again'],
  success: ['succeeded', 'succeeded'],
};

function listed(names: string[]): string {
  const shown = names.length > NAMES ? names.slice(0, NAMES - 1) : names;
  const last = names.length > shown.length ? `${names.length - shown.length} more` : shown.pop();
  return `${shown.length > 0 ? `${shown.join(', ')} and ` : ''}${last}.`;
}
