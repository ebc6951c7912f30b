import { useDebouncedValue } from '@mantine/hooks';
import { IconClock, IconCornerDownLeft } from '@tabler/icons-react';
import { useState } from 'react';
import type { JobSummary } from '#contract/job.ts';
import { ask, sentence as said } from '../api.ts';
import { FoundHere } from '../exchange/FoundHere.tsx';
import { useImport } from '../exchange/use-import.tsx';
import { removeJob } from '../state/actions.ts';
import { navigate } from '../state/navigation.ts';
import { useReading } from '../state/queries.ts';
import { BelfryMark } from '../ui/BelfryMark.tsx';
import { Button } from '../ui/Button.tsx';
import { KindIcon } from '../ui/KindIcon.tsx';
import { markOf } from '../ui/mark.ts';
import { StatusMark } from '../ui/StatusMark.tsx';
import { Ago, Countdown } from '../ui/Times.tsx';
import { wallTime } from '../ui/wall-time.ts';
import { nameFor, readSentence } from './sentence.ts';
import { text } from './text.ts';

const TYPING_MS = 120;
const NEXT = 3;

/** A sentence makes the first job; the samples ring beneath. */
export function FirstStart({ samples }: { samples: JobSummary[] }) {
  const { review, dialog } = useImport();
  return (
    <div className="scroll">
      <div className="first-start">
        <BelfryMark size={44} />
        <h2>{text.question}</h2>
        <p className="lead">{text.sayIt}</p>
        <SentenceForm taken={new Set(samples.map(({ name }) => name.toLowerCase()))} />
        <FoundHere review={review} />
        {samples.length > 0 && <Samples samples={samples} />}
      </div>
      {dialog}
    </div>
  );
}

function SentenceForm({ taken }: { taken: ReadonlySet<string> }) {
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const { schedule, command } = readSentence(typed);
  const [settled] = useDebouncedValue(schedule, TYPING_MS);
  const reading = useReading(settled === '' ? null : { schedule: settled, count: NEXT });
  const understood = schedule !== '' && settled === schedule && !reading.error && reading.data !== undefined;
  const make = async () => {
    try {
      const { spec } = await ask('schedule.read', { schedule, count: 0 });
      const action = { kind: 'command', run: { by: 'shell', line: command } } as const;
      const job = await ask('jobs.create', { name: nameFor(command, taken), action, triggers: [spec] });
      navigate(`/jobs/${job.id}`);
    } catch (error) {
      setProblem(said(error));
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (understood && command !== '') void make();
      }}
    >
      <div className="sentence">
        <IconClock size={18} stroke={1.5} aria-hidden />
        <input
          // The screen is this field.
          // biome-ignore lint/a11y/noAutofocus: see above.
          autoFocus
          aria-label={text.sentence}
          aria-describedby="sentence-reading"
          placeholder={text.sentenceHint}
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setProblem(null);
          }}
        />
        <Button type="submit" look="primary" disabled={!understood || command === ''}>
          {text.make}
          <IconCornerDownLeft size={16} stroke={2} aria-hidden />
        </Button>
      </div>
      <div id="sentence-reading" className="sentence-reading" aria-live="polite">
        <Reading
          problem={problem ?? (schedule === '' ? null : (reading.error?.message ?? null))}
          typed={typed}
          command={command}
          next={understood ? reading.data.next : null}
          words={reading.data?.words}
        />
      </div>
    </form>
  );
}

interface ReadingProps {
  problem: string | null;
  typed: string;
  command: string;
  next: readonly { at: number }[] | null;
  words: string | undefined;
}

function Reading({ problem, typed, command, next, words }: ReadingProps) {
  if (problem) return <span className="problem">{problem}</span>;
  if (typed.trim() === '') return <span>&nbsp;</span>;
  if (!next) return <span>&nbsp;</span>;
  const times = next.map(({ at }) => `${wallTime.day(at)} ${wallTime.clock(at)}`).join(', ');
  return (
    <>
      <StatusMark mark={command === '' ? 'waiting' : 'succeeded'} label={null} />
      <span className="num">
        {words}
        {command === '' ? `. ${text.needsRun}` : ` · ${times ? `${text.nextRuns} ${times}` : text.neverRings}`}
      </span>
    </>
  );
}

function Samples({ samples }: { samples: JobSummary[] }) {
  return (
    <section aria-label={text.samples}>
      <h3 className="section-title">
        {text.samples} <span className="note">· {text.samplesNote}</span>
      </h3>
      <ul className="samples">
        {samples.map((job) => (
          <li key={job.id}>
            <KindIcon kind={job.action.kind} />
            <button type="button" className="name" onClick={() => navigate(`/jobs/${job.id}`)}>
              {job.name}
            </button>
            <span className="meta cut what">{job.schedule.join(', ')}</span>
            <span className="rang">
              {job.lastRun && (
                <>
                  <StatusMark mark={markOf(job.lastRun)} /> <Ago at={job.lastRun.finishedAt ?? job.lastRun.dueUntil} />
                </>
              )}
            </span>
            <span className="in">{job.nextRunAt !== null && <Countdown at={job.nextRunAt} />}</span>
            <Button small aria-label={text.remove(job.name)} onClick={() => void removeJob(job)}>
              {text.removeWord}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
