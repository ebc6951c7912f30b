import type { ClockJumped, JobAttention } from '#contract/attention.ts';
import type { Policy } from '#contract/policy.ts';
import { duration, lateBy } from '../ui/format.ts';
import type { Mark } from '../ui/mark.ts';
import { errorDetail, outcome } from '../ui/run-words.ts';
import { wallTime, wallTimeIn } from '../ui/wall-time.ts';
import { text } from './text.ts';

/** What a row says; `detail` is the program's own words. */
export interface Said {
  mark: Mark;
  words: string;
  detail: string | null;
}

const sentenceCase = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** A row in words. `zone` is what its job's schedule is read in, absent the computer's; `now` in epoch ms. */
export function say(item: JobAttention, missed: Policy['missed'], now: number): Said {
  const clock = wallTimeIn(item.kind === 'clock-change' ? item.zone : undefined);
  const time = (at: number) => clock.brief(at, now);
  switch (item.kind) {
    case 'failing': {
      const { run, inRow } = item;
      const how = inRow === 1 && run.status !== 'failed' ? '' : (text.inRow[inRow] ?? text.inRowMany(inRow));
      const words = sentenceCase([how, outcome(run)].filter(Boolean).join(' · '));
      return { mark: run.status === 'timed-out' ? 'timed-out' : 'failed', words, detail: errorDetail(run) };
    }
    case 'missed': {
      const { run } = item;
      const why = text.why[run.reason ?? ''] ?? '';
      const said =
        run.count > 1 ? text.missedMany(run.count, time(run.dueUntil), why) : text.missedAt(time(run.dueAt), why);
      return { mark: 'missed', words: `${said} · ${text.notLater[missed]}`, detail: null };
    }
    case 'late': {
      const { dueAt, startedAt } = item.run;
      const late = lateBy((startedAt ?? dueAt) - dueAt).replace(/ late$/, '');
      const why = text.why[item.during ?? ''] ?? '';
      return { mark: 'late', words: text.ranLate(time(dueAt), why, time(item.at), late), detail: null };
    }
    case 'overdue':
      return {
        mark: 'late',
        words: item.runId === null ? text.overdue(time(item.at)) : text.overdueQueued(time(item.at)),
        detail: null,
      };
    case 'clock-change':
      return { mark: 'heads-up', words: text.clash[item.note](time(item.at)), detail: null };
  }
}

/** A clock that was set, in words: by how much, which way, and what became of the bells it passed over. */
export function sayJump({ at, from, madeUp, letGo }: ClockJumped, now: number): Said {
  const time = (instant: number) => wallTime.brief(instant, now);
  const way = at > from ? text.jump.forward : text.jump.back;
  const words = [
    way(duration(Math.abs(at - from)), time(from), time(at)),
    madeUp > 0 && text.jump.madeUp(madeUp),
    letGo > 0 && text.jump.letGo(letGo),
    at < from && text.jump.notAgain,
  ];
  return { mark: 'heads-up', words: words.filter(Boolean).join(' · '), detail: null };
}
