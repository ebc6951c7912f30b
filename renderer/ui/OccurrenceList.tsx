import { Link } from 'wouter';
import type { Occurrence } from '#contract/schedule.ts';
import { InTime } from './Countdown.tsx';
import styles from './occurrences.module.css';
import { StatusMark } from './StatusMark.tsx';
import { text } from './text.ts';
import { wallTime } from './wall-time.ts';

interface Props {
  occurrences: readonly Occurrence[];
  /** Whether a repeated time rings twice. */
  both?: boolean;
  /** Where the rule for changes of clocks is set. */
  changeAt?: string;
}

const notes = {
  movedAfterGap: (time: string) => `Clocks go forward over this time. Belfry rings right after, at ${time}.`,
  once: (time: string) => `Clocks go back, so ${time} comes twice. Belfry rings once, at the first.`,
  both: (time: string) => `Clocks go back, so ${time} comes twice. Belfry rings both times.`,
  change: 'Change',
};

/** Due times, one a line; the first that a change of clocks touches is explained beneath it. */
export function OccurrenceList({ occurrences, both = false, changeAt }: Props) {
  const explained = occurrences.findIndex(({ note }) => note !== null);
  return (
    <ol className={styles.list}>
      {occurrences.map(({ at, note }, index) => (
        <li key={at} title={wallTime.full(at)}>
          <span className={styles.day}>{wallTime.day(at)}</span>
          <span className={`${styles.time} num`}>{wallTime.clock(at)}</span>
          <span className={styles.note}>{note && text.note[note](wallTime.clock(at))}</span>
          <span className={`${styles.left} num`}>
            <InTime at={at} />
          </span>
          {index === explained && note && (
            <p className={styles.why}>
              <StatusMark mark="late" label={null} />
              <span>
                {sentence(note, both, wallTime.clock(at))} {changeAt && <Link href={changeAt}>{notes.change}</Link>}
              </span>
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

function sentence(note: NonNullable<Occurrence['note']>, both: boolean, time: string): string {
  if (note === 'moved-after-gap') return notes.movedAfterGap(time);
  return both ? notes.both(time) : notes.once(time);
}
