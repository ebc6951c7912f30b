import { IconClock } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { Fragment, useEffect } from 'react';
import type { Policy } from '#contract/policy.ts';
import type { Occurrence } from '#contract/schedule.ts';
import type { TriggerSpec } from '#contract/trigger.ts';
import { ask } from '../api.ts';
import { clock, date } from '../ui/dates.ts';
import { Countdown } from '../ui/Times.tsx';
import { useTick } from '../ui/ticker.ts';
import { text } from './text.ts';

interface Props {
  /** Stored specs, or schedules as typed. */
  specs: readonly (TriggerSpec | string)[];
  zone: string | null;
  policy: Pick<Policy, 'gap' | 'repeat'>;
  count: number;
  words?: readonly string[];
}

/** The next runs of all triggers together, with what changes of clocks do to them. Wall times are the schedule's zone. */
export function NextRuns({ specs, zone, policy, count, words = [] }: Props) {
  const { gap, repeat } = policy;
  const readings = useQueries({
    queries: specs.map((schedule) => ({
      queryKey: ['next', schedule, zone, gap, repeat, count],
      queryFn: () => ask('schedule.read', { schedule, zone, gap, repeat, count }),
      retry: false,
      staleTime: 0,
      gcTime: 10_000,
    })),
  });
  const read = readings.flatMap(({ data }) => (data ? [data] : []));
  const next = merge(read.map((reading) => reading.next)).slice(0, count);
  const first = next[0]?.at ?? Number.POSITIVE_INFINITY;
  const passed = useTick((now) => first <= now);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each bell that passes; the queries of one render are as good as those of another.
  useEffect(() => {
    if (passed) for (const reading of readings) void reading.refetch();
  }, [passed, first]);
  const settled = readings.length > 0 && read.length === readings.length;
  if (settled && next.length === 0) return <p className="bf-meta">{text.never}</p>;
  return (
    <>
      {words.length > 0 && <p className="bf-meta next-words">{words.join(', ')}</p>}
      <ul className="next-runs">
        {next.map((occurrence, at) => (
          <Fragment key={occurrence.at}>
            <Line occurrence={occurrence} zone={read[0]?.zone} />
            <Note occurrence={occurrence} following={next[at + 1]} zone={read[0]?.zone} />
          </Fragment>
        ))}
      </ul>
    </>
  );
}

function merge(lists: Occurrence[][]): Occurrence[] {
  const byTime = new Map(lists.flat().map((occurrence) => [occurrence.at, occurrence]));
  return [...byTime.values()].sort((a, b) => a.at - b.at);
}

const place = (zone: string | undefined) => (zone === undefined ? {} : { zone });

function Line({ occurrence: { at, note }, zone }: { occurrence: Occurrence; zone: string | undefined }) {
  const notes = {
    'first-of-two': text.firstOfTwo,
    'second-of-two': text.secondOfTwo,
    'moved-after-gap': text.movedTo(clock(at, place(zone))),
  };
  return (
    <li className="next-run">
      <span className="bf-num day">{date(at, Date.now(), place(zone))}</span>
      <strong className="bf-num">{clock(at, place(zone))}</strong>
      <span className="bf-meta bf-cut">{note && notes[note]}</span>
      <span className="bf-meta in">
        in <Countdown at={at} />
      </span>
    </li>
  );
}

function Note(props: { occurrence: Occurrence; following: Occurrence | undefined; zone: string | undefined }) {
  const { note, at } = props.occurrence;
  const time = clock(at, place(props.zone));
  if (note === null || note === 'second-of-two') return null;
  const both = props.following?.note === 'second-of-two';
  return (
    <li className="clock-note">
      <IconClock size={16} stroke={1.5} aria-hidden />
      {note === 'moved-after-gap' ? text.movedNote(time) : both ? text.bothNote(time) : text.firstNote(time)}
    </li>
  );
}
