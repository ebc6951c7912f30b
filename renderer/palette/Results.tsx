import { IconClockPlus } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { JobSummary } from '#contract/job.ts';
import { isPaused } from '../state/job-facts.ts';
import { Keys } from '../ui/Keys.tsx';
import { KindIcon } from '../ui/KindIcon.tsx';
import { markOf } from '../ui/mark.ts';
import { StatusMark } from '../ui/StatusMark.tsx';
import { Ago, Elapsed, InTime } from '../ui/Times.tsx';
import { useTick } from '../ui/ticker.ts';
import type { Entry, Group } from './entry.ts';
import styles from './palette.module.css';
import type { Range } from './rank.ts';
import { words } from './text.ts';

interface Props {
  list: string;
  groups: readonly Group[];
  active: number;
  onPoint: (at: number) => void;
  onPick: (entry: Entry) => void;
}

/** What was found, by groups. The field has the focus; the active line is told to it by id. */
export function Results({ list, groups, active, onPoint, onPick }: Props) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    root.current?.querySelector(`[data-at="${active}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  let at = -1;
  return (
    <div ref={root} id={list} role="listbox" aria-label={words.results} className={styles.results} tabIndex={-1}>
      {groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options; a fieldset cannot stand in a listbox.
        <div key={group.title} role="group" aria-label={group.title}>
          <div className={styles.group} aria-hidden="true">
            {group.title}
          </div>
          {group.entries.map((entry) => {
            at += 1;
            return (
              <Line
                key={entry.id}
                id={`${list}-${at}`}
                at={at}
                entry={entry}
                active={at === active}
                onPoint={onPoint}
                onPick={onPick}
              />
            );
          })}
        </div>
      ))}
    </div>
  );
}

interface LineProps {
  id: string;
  at: number;
  entry: Entry;
  active: boolean;
  onPoint: (at: number) => void;
  onPick: (entry: Entry) => void;
}

function Line({ id, at, entry, active, onPoint, onPick }: LineProps) {
  const { detail } = entry;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus (aria-activedescendant).
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field hears the keys.
    <div
      id={id}
      role="option"
      aria-selected={active}
      data-at={at}
      data-make={entry.make}
      data-danger={entry.danger || undefined}
      className={styles.line}
      onPointerMove={() => !active && onPoint(at)}
      onClick={() => onPick(entry)}
    >
      <Icon entry={entry} />
      <span className={`${styles.title} cut`}>
        <bdi>
          <Marked text={entry.title} hits={entry.hits} />
        </bdi>
        {detail && (
          <span className={styles.detail}>
            {' '}
            <Marked text={detail.text} hits={detail.hits} />
          </span>
        )}
      </span>
      <span className={`${styles.aside} num`}>
        <Aside entry={entry} />
      </span>
      {entry.keys ? <Keys keys={entry.keys} /> : active && <Keys keys="Enter" />}
    </div>
  );
}

function Icon({ entry: { job, run, icon: Given, make } }: { entry: Entry }) {
  if (job) return <KindIcon kind={job.action.kind} label={null} />;
  if (run) return <StatusMark mark={markOf(run)} label={null} />;
  if (make) return <IconClockPlus size={16} stroke={1.4} aria-hidden />;
  return Given ? <Given size={16} stroke={1.4} aria-hidden /> : <span className={styles.noIcon} />;
}

function Aside({ entry: { job, run, aside } }: { entry: Entry }) {
  if (job) return <JobState job={job} />;
  if (run) return <Ago at={run.finishedAt ?? run.startedAt ?? run.dueAt} />;
  return aside;
}

function JobState({ job }: { job: JobSummary }) {
  const paused = useTick((now) => isPaused(job, now));
  const since = job.live.find(({ startedAt }) => startedAt !== null)?.startedAt;
  if (since)
    return (
      <>
        {words.running('')}
        <Elapsed since={since} />
      </>
    );
  if (!job.enabled) return words.off;
  if (paused) return words.paused;
  if (job.nextRunAt === null) return null;
  return (
    <>
      {words.next('')}
      <InTime at={job.nextRunAt} />
    </>
  );
}

/** A text with what matched in bold. */
function Marked({ text, hits }: { text: string; hits: readonly Range[] }) {
  const parts: React.ReactNode[] = [];
  let from = 0;
  for (const [start, end] of hits) {
    parts.push(text.slice(from, start), <b key={start}>{text.slice(start, end)}</b>);
    from = end;
  }
  return (
    <>
      {parts}
      {text.slice(from)}
    </>
  );
}
