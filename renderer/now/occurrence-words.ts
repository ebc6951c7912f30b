import type { LaneRun } from '#contract/timeline.ts';
import { duration } from '../ui/format.ts';
import { markOfStatus } from '../ui/mark.ts';
import { latenessOf, outcome, tookMs } from '../ui/run-words.ts';
import { text as common } from '../ui/text.ts';
import { wallTime } from '../ui/wall-time.ts';
import { text } from './text.ts';
import type { Mark } from './timeline-geometry.ts';

/** What a mark stands for. `nameOf` gives the names of jobs. */
export interface Told {
  /** "Fri 12:17". */
  when: string;
  /** "Failed, exit 1". */
  what: string;
  /** "took 2.4 s · 4 h late"; may be empty. */
  more: string;
}

const words = text.timeline;

/** An occurrence in words: for tooltip, table and screen reader alike. `now` in epoch ms. */
export function tell(mark: Mark, now: number, nameOf: (jobId: number) => string): Told {
  const when = wallTime.brief(mark.at, now);
  switch (mark.kind) {
    case 'tick':
      return { when, what: words.due, more: mark.due.note ? common.note[mark.due.note](wallTime.clock(mark.at)) : '' };
    case 'held':
      return { when, what: words.held, more: '' };
    case 'expected':
      return { when, what: words.expected, more: words.after(nameOf(mark.after)) };
    default:
      return { when, ...tellRun(mark.run, now) };
  }
}

function tellRun(run: LaneRun, now: number): Omit<Told, 'when'> {
  const status = common.mark[markOfStatus(run.status)];
  const cause = outcome({ ...run, error: null });
  const took = tookMs(run);
  const late = latenessOf(run);
  const more = [
    took !== null && words.took(duration(took)),
    run.status === 'running' && run.startedAt !== null && duration(now - run.startedAt),
    run.count > 1 && words.times(run.count),
    late !== null && `${words.dueAt(wallTime.brief(run.dueAt, now))}, ${late}`,
  ];
  const said = cause && cause.toLowerCase() !== status.toLowerCase() ? `${status}, ${cause}` : status;
  return { what: said, more: more.filter(Boolean).join(' · ') };
}
