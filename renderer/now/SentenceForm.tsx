import { useDebouncedValue } from '@mantine/hooks';
import { IconClock, IconCornerDownLeft } from '@tabler/icons-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { ScheduleReading } from '#contract/schedule.ts';
import { ask, sentence as said } from '../api.ts';
import { Suggested } from '../editor/Suggested.tsx';
import { useSuggestion } from '../editor/use-suggestion.ts';
import { navigate } from '../state/navigation.ts';
import { useReading } from '../state/queries.ts';
import { Button } from '../ui/Button.tsx';
import { StatusMark } from '../ui/StatusMark.tsx';
import { TintedText } from '../ui/TintedText.tsx';
import { wallTime } from '../ui/wall-time.ts';
import { nameFor, readSentence, sentencePieces, withSchedule } from './sentence.ts';
import { text } from './text.ts';

const TYPING_MS = 120;
const NEXT = 3;

/** "Every weekday at 9:00 run git fetch", read back as it is typed; `taken` are the names there are, in lower case. */
export function SentenceForm({ taken }: { taken: ReadonlySet<string> }) {
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const { schedule, command } = readSentence(typed);
  const { reading, refused, suggestion } = useReadSchedule(schedule);
  const making = useRef(false);
  const put = (words: string) => {
    setTyped(words);
    setProblem(null);
  };
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
  const isRefused = (problem ?? refused) !== null;
  const takeIt = suggestion && (() => put(withSchedule(typed, suggestion.words)));
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Tab' || event.shiftKey || !takeIt) return;
    event.preventDefault();
    takeIt();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <div className="sentence" data-invalid={isRefused || undefined}>
        <IconClock size={18} stroke={1.5} aria-hidden />
        <TintedText
          // The screen is this field.
          autoFocus
          aria-label={text.sentence}
          aria-invalid={isRefused}
          aria-describedby="sentence-reading"
          placeholder={text.sentenceHint}
          value={typed}
          pieces={sentencePieces(typed, reading !== undefined, suggestion?.wrong)}
          onKeyDown={onKey}
          onText={put}
        />
        <Button type="submit" look="primary" disabled={schedule === '' || command === '' || isRefused}>
          {text.make}
          <IconCornerDownLeft size={14} stroke={2} aria-hidden />
        </Button>
      </div>
      <div id="sentence-reading" className="sentence-reading" aria-live="polite">
        {suggestion && takeIt && problem === null ? (
          <Suggested typed={schedule} suggestion={suggestion} onUse={takeIt} />
        ) : (
          <Stated {...{ schedule, command, reading }} problem={problem ?? refused} />
        )}
      </div>
    </form>
  );
}

/** What a schedule says, once typing has paused; or why it says nothing, and what was likely meant. */
function useReadSchedule(schedule: string) {
  const [settled] = useDebouncedValue(schedule, TYPING_MS);
  const { data, error, isPlaceholderData } = useReading(settled === '' ? null : { schedule: settled, count: NEXT });
  const isFresh = schedule !== '' && settled === schedule;
  const refused = isFresh && error ? error.message : null;
  return {
    reading: isFresh && !error && !isPlaceholderData ? data : undefined,
    refused,
    suggestion: useSuggestion(refused === null ? null : schedule, null),
  };
}

interface StatedProps {
  schedule: string;
  command: string;
  problem: string | null;
  reading: ScheduleReading | undefined;
}

function Stated({ schedule, command, problem, reading }: StatedProps) {
  if (problem) return <span className="problem">{problem}</span>;
  if (schedule === '' && command !== '')
    return (
      <>
        <StatusMark mark="waiting" label={null} />
        {text.needsWhen}
      </>
    );
  if (!reading) return <span>&nbsp;</span>;
  const times = reading.next.map(({ at }) => `${wallTime.day(at)} ${wallTime.clock(at)}`).join(', ');
  return (
    <>
      <StatusMark mark={times === '' ? 'heads-up' : command === '' ? 'waiting' : 'succeeded'} label={null} />
      <span className="num">
        {reading.words} ·{' '}
        {times === '' ? text.neverRings : command === '' ? text.needsRun : `${text.nextRuns} ${times}`}
      </span>
    </>
  );
}
