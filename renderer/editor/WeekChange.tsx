import { useQueries } from '@tanstack/react-query';
import type { JobSummary } from '#contract/job.ts';
import type { ScheduleReading } from '#contract/schedule.ts';
import { isTimed, type TriggerSpec } from '#contract/trigger.ts';
import { readingQuery, useScheduler } from '../state/queries.ts';
import { useTick } from '../ui/ticker.ts';
import { wallTimeIn } from '../ui/wall-time.ts';
import type { Form } from './form.ts';
import { text } from './text.ts';
import { type DayDifference, type Difference, differenceOf, rhythmOf } from './week.ts';

const WEEK = 7 * 86_400_000;
const MINUTE = 60_000;
/** As many as one request may ask for. */
const LIMIT = 1000;

interface Props {
  job: JobSummary;
  form: Form;
  /** The schedules typed. */
  specs: readonly (TriggerSpec | string)[];
}

/** What an edit of the schedule changes in the coming week; nothing where the schedule is as it was. */
export function WeekChange({ job, form, specs }: Props) {
  const saved = job.triggers.map(({ spec }) => spec).filter(isTimed);
  const zone = form.zone || null;
  const { gap, repeat } = form.policy;
  const isSame =
    JSON.stringify([saved, job.zone, job.policy.gap, job.policy.repeat]) === JSON.stringify([specs, zone, gap, repeat]);
  if (isSame) return null;
  return (
    <Compared
      before={saved.map((schedule) => ({ schedule, zone: job.zone, gap: job.policy.gap, repeat: job.policy.repeat }))}
      after={specs.map((schedule) => ({ schedule, zone, gap, repeat }))}
      zone={zone}
    />
  );
}

type Asked = Omit<Parameters<typeof readingQuery>[0], 'from' | 'count'>;

function Compared({ before, after, zone }: { before: Asked[]; after: Asked[]; zone: string | null }) {
  const from = useTick((now) => Math.floor(now / MINUTE) * MINUTE);
  const { data: status } = useScheduler();
  const old = useReadings(before, from);
  const now = useReadings(after, from);
  const until = from + WEEK;
  if (!old || !now || isSameRhythm(before, old, after, now)) return null;
  const wall = wallTimeIn(zone ?? status?.zone);
  const rhythm = (readings: ScheduleReading[]) =>
    rhythmOf(
      readings.map(({ next }) => next.map(({ at }) => at).filter((at) => at <= until)),
      LIMIT,
      until,
    );
  const difference = differenceOf(rhythm(old), rhythm(now), until, wall.dayKey);
  return (
    <section className="week-change" aria-label={text.week.title}>
      <h2 className="section-title">
        {text.week.title}
        <span className="aside">{text.week.span}</span>
      </h2>
      <p>{sentenceOf(difference, (at) => wall.near(at, from))}</p>
      {difference.days.length > 0 && (
        <ol>
          {difference.days.map((day) => (
            <Day key={day.at} day={day} name={wall.weekdayDay(day.at)} />
          ))}
        </ol>
      )}
    </section>
  );
}

/** Other words for the same: nothing to tell. */
function isSameRhythm(before: Asked[], old: ScheduleReading[], after: Asked[], now: ScheduleReading[]): boolean {
  const facts = (asked: Asked[], read: ScheduleReading[]) =>
    JSON.stringify(read.map(({ spec, zone }, at) => [spec, zone, asked[at]?.gap, asked[at]?.repeat]));
  return facts(before, old) === facts(after, now);
}

/** All of them, or null until the last has come. */
function useReadings(asked: Asked[], from: number): ScheduleReading[] | null {
  const queries = useQueries({ queries: asked.map((one) => readingQuery({ ...one, from, count: LIMIT })) });
  const read = queries.flatMap(({ data }) => data ?? []);
  return read.length === asked.length ? read : null;
}

function sentenceOf({ before, after, first }: Difference, near: (at: number) => string): string {
  if (first === null) return text.week.same;
  const counts =
    before.count === after.count && before.more === after.more
      ? text.week.moved(after)
      : text.week.become(before, after);
  return `${counts}; ${text.week.first(near(first))}.`;
}

function Day({ day: { added, removed }, name }: { day: DayDifference; name: string }) {
  return (
    <li>
      <span className="meta">{name}</span>
      {added > 0 && (
        <span className="added num" title={text.week.added(added)}>
          <span aria-hidden>+{added}</span>
          <span className="unseen">{text.week.added(added)}</span>
        </span>
      )}
      {removed > 0 && (
        <span className="removed num" title={text.week.removed(removed)}>
          <span aria-hidden>−{removed}</span>
          <span className="unseen">{text.week.removed(removed)}</span>
        </span>
      )}
    </li>
  );
}
