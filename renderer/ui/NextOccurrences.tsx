import { useQueries } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link } from 'wouter';
import type { Policy } from '#contract/policy.ts';
import type { ClockNote, Occurrence } from '#contract/schedule.ts';
import type { TriggerSpec } from '#contract/trigger.ts';
import { isUnanswered } from '../api.ts';
import { readingQuery } from '../state/queries.ts';
import { changeNear } from './clock-change.ts';
import { Failure } from './Failure.tsx';
import styles from './occurrences.module.css';
import { StatusMark } from './StatusMark.tsx';
import { InTime } from './Times.tsx';
import { text } from './text.ts';
import { useTick } from './ticker.ts';
import { SYSTEM_ZONE, wallTimeIn } from './wall-time.ts';

const MINUTE = 60_000;

interface Props {
  /** Stored specs, or schedules as typed. */
  specs: readonly (TriggerSpec | string)[];
  zone: string | null;
  policy: Pick<Policy, 'gap' | 'repeat'>;
  count: number;
  /** Epoch ms, exclusive; absent = now. */
  from?: number;
  /** Where the rule for changes of clocks is set. */
  changeAt?: string;
  /** Leads to that rule where it is on the same screen. */
  onChange?: (note: ClockNote) => void;
}

/** The next due times of all schedules together, in their zone, with what changes of clocks do to them. */
export function NextOccurrences({ specs, zone, policy, count, from, changeAt, onChange }: Props) {
  const { gap, repeat } = policy;
  const readings = useQueries({
    queries: specs.map((schedule) => readingQuery({ schedule, zone, gap, repeat, from: from ?? null, count })),
  });
  const failed = readings.find(({ error }) => error !== null && isUnanswered(error));
  const read = readings.flatMap(({ data }) => data ?? []);
  const next = merge(read.map((reading) => reading.next)).slice(0, count);
  const first = next[0]?.at ?? Number.POSITIVE_INFINITY;
  const passed = useTick((now) => first <= now);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each bell that passes; the queries of one render are as good as those of another.
  useEffect(() => {
    if (passed) for (const reading of readings) void reading.refetch();
  }, [passed, first]);
  const again = () => readings.forEach(({ error, refetch }) => void (error && refetch()));
  if (failed) return <Failure what={text.dueNotRead} error={failed.error} onAgain={() => void again()} />;
  if (next.length === 0) return read.length < specs.length ? null : <p className="meta">{text.nothingMoreDue}</p>;
  return <Occurrences list={next} zone={read[0]?.zone} changeAt={changeAt} onChange={onChange} />;
}

function merge(lists: readonly Occurrence[][]): Occurrence[] {
  const byTime = new Map(lists.flat().map((occurrence) => [occurrence.at, occurrence]));
  return [...byTime.values()].sort((a, b) => a.at - b.at);
}

/** What the clocks show when they change near a due time; null where that cannot be told. */
function changeTime(zone: string | undefined, at: number): string | null {
  const change = changeNear(zone ?? SYSTEM_ZONE, at);
  return change && wallTimeIn('UTC').minutes(change.before);
}

type ListProps = Pick<Props, 'changeAt' | 'onChange'> & { list: Occurrence[]; zone: string | undefined };

/** One a line; the first that a change of clocks touches is explained beneath it. */
function Occurrences({ list, zone, changeAt, onChange }: ListProps) {
  const wall = wallTimeIn(zone);
  const clock = list.some(({ at }) => at % MINUTE !== 0) ? wall.seconds : wall.minutes;
  const explained = list.findIndex(({ note }) => note !== null);
  return (
    <ol className={styles.list}>
      {list.map(({ at, note }, index) => (
        <li key={at} title={wall.full(at)}>
          <span className={styles.day}>{wall.day(at)}</span>
          <span className={`${styles.time} num`}>{clock(at)}</span>
          <span className={styles.note}>{note && text.note[note](wall.clock(at))}</span>
          <span className={`${styles.left} num`}>
            <InTime at={at} />
          </span>
          {index === explained && note && (
            <p className={styles.why}>
              <StatusMark mark="late" label={null} />
              <span>
                {text.clockChange[note](wall.clock(at), {
                  changeAt: changeTime(zone, at),
                  both: list[index + 1]?.note === 'second-of-two',
                })}{' '}
                {changeAt && <Link href={changeAt}>{text.change}</Link>}
                {onChange && (
                  <button type="button" onClick={() => onChange(note)}>
                    {text.change}
                  </button>
                )}
              </span>
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
