import { useDebouncedValue } from '@mantine/hooks';
import { IconChevronRight, IconClock, IconCornerDownLeft } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { ActionKind } from '#contract/action.ts';
import type { JobSummary } from '#contract/job.ts';
import { ask, sentence as said } from '../api.ts';
import { templateText } from '../editor/sample-text.ts';
import { TEMPLATES, type TemplateName } from '../editor/templates.ts';
import { FoundHere } from '../exchange/FoundHere.tsx';
import { useImport } from '../exchange/use-import.tsx';
import { removeJob } from '../state/actions.ts';
import { navigate } from '../state/navigation.ts';
import { useReading } from '../state/queries.ts';
import { BelfryMark } from '../ui/BelfryMark.tsx';
import { Button } from '../ui/Button.tsx';
import { KindIcon } from '../ui/KindIcon.tsx';
import { StatusMark } from '../ui/StatusMark.tsx';
import { Ago } from '../ui/Times.tsx';
import { TintedText } from '../ui/TintedText.tsx';
import { wallTime } from '../ui/wall-time.ts';
import { nameFor, readSentence, sentencePieces } from './sentence.ts';
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
        <Samples samples={samples} />
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
  const making = useRef(false);
  // Enter may come before the reading does: it is asked for again here, and what is wrong with it is told.
  const make = async () => {
    if (making.current) return;
    making.current = true;
    try {
      const { spec } = await ask('schedule.read', { schedule, count: 0 });
      const action = { kind: 'command', run: { by: 'shell', line: command } } as const;
      const job = await ask('jobs.create', { name: nameFor(command, taken), action, triggers: [spec] });
      navigate(`/jobs/${job.id}`);
    } catch (error) {
      setProblem(said(error));
    } finally {
      making.current = false;
    }
  };
  const refused = problem !== null || (settled === schedule && reading.error !== null);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <div className="sentence">
        <IconClock size={18} stroke={1.5} aria-hidden />
        <TintedText
          // The screen is this field.
          autoFocus
          aria-label={text.sentence}
          aria-describedby="sentence-reading"
          placeholder={text.sentenceHint}
          value={typed}
          pieces={sentencePieces(typed, understood)}
          onText={(words) => {
            setTyped(words);
            setProblem(null);
          }}
        />
        <Button type="submit" look="primary" disabled={schedule === '' || command === '' || refused}>
          {text.make}
          <IconCornerDownLeft size={14} stroke={2} aria-hidden />
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

/** The samples that ring already, then those that wait to be looked at. */
function Samples({ samples }: { samples: JobSummary[] }) {
  const waiting = (Object.keys(TEMPLATES) as TemplateName[]).filter((name) => name !== 'hello' || samples.length === 0);
  return (
    <section aria-label={text.samples}>
      <h3 className="section-title">{text.samples}</h3>
      <ul className="starts">
        {waiting.map((name) => (
          <Start
            key={name}
            kind={TEMPLATES[name].kind}
            name={templateText[name].name}
            onOpen={() => navigate(`/jobs/new?like=${name}`)}
            act={<IconChevronRight size={14} stroke={1.5} className="on" aria-hidden />}
          >
            {templateText[name].note}
          </Start>
        ))}
        {samples.map((job) => (
          <Start
            key={job.id}
            kind={job.action.kind}
            name={job.name}
            onOpen={() => navigate(`/jobs/${job.id}`)}
            act={
              <Button small className="act" aria-label={text.remove(job.name)} onClick={() => void removeJob(job)}>
                {text.removeWord}
              </Button>
            }
          >
            <Ringing job={job} />
          </Start>
        ))}
      </ul>
    </section>
  );
}

interface StartProps {
  kind: ActionKind;
  name: string;
  onOpen: () => void;
  act: React.ReactNode;
  children: React.ReactNode;
}

function Start({ kind, name, onOpen, act, children }: StartProps) {
  return (
    <li>
      <KindIcon kind={kind} label={null} />
      <button type="button" className="cut name" onClick={onOpen}>
        {name}
      </button>
      <span className="meta what">
        <span className="cut">{children}</span>
      </span>
      {act}
    </li>
  );
}

/** "Rings every minute, rang 12 s ago". */
function Ringing({ job }: { job: JobSummary }) {
  const { lastRun, schedule } = job;
  return (
    <>
      {text.rings(schedule.map((words) => words.charAt(0).toLowerCase() + words.slice(1)).join(', '))}
      {lastRun && (
        <>
          {', '}
          {text.rang} <Ago at={lastRun.finishedAt ?? lastRun.dueUntil} />
        </>
      )}
    </>
  );
}
