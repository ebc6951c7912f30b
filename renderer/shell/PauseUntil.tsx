import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { sentence } from '../api.ts';
import { dateOf, type Paused, pauseQuery, pauseUntilWords } from '../state/pauses.ts';
import { useReading } from '../state/queries.ts';
import { words as actionWords } from '../state/text.ts';
import { AskForm } from '../ui/AskForm.tsx';
import { StatusMark } from '../ui/StatusMark.tsx';
import { InTime } from '../ui/Times.tsx';
import { wallTime } from '../ui/wall-time.ts';
import styles from './pause-until.module.css';
import { pauseWords as words } from './text.ts';

const WIDTH = 440;
const TYPING_MS = 120;
const FIELD = 'pause-until';

/** Asks until when everything, or the jobs named, are to pause: a date in words, read as one types. */
export function PauseUntil({ jobs, onClose }: { jobs: Paused; onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { at, problem } = usePauseEnd(typed);
  const wrong = refused ?? problem;
  const pause = async () => {
    if (typed.trim() === '') return setRefused(words.empty);
    setBusy(true);
    try {
      // Read anew: what was shown may be of the moment before.
      await pauseUntilWords(typed, jobs);
      onClose();
    } catch (error) {
      setRefused(sentence(error));
      setBusy(false);
    }
  };
  return (
    <AskForm
      {...{ busy, onClose, size: WIDTH, cancel: words.cancel, go: words.go, onGo: () => void pause() }}
      title={words.title(jobs?.map(({ name }) => name) ?? null)}
    >
      <input
        className={`field ${styles.until}`}
        data-autofocus
        aria-label={words.field}
        aria-invalid={wrong !== null}
        aria-describedby={FIELD}
        placeholder={words.example}
        spellCheck={false}
        autoComplete="off"
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setRefused(null);
        }}
      />
      <p id={FIELD} className={styles.reading} aria-live="polite">
        <Reading at={at} problem={wrong} />
      </p>
    </AskForm>
  );
}

/** What is typed as a date (epoch ms), or why it is none; both null while that is not known. */
function usePauseEnd(typed: string): { at: number | null; problem: string | null } {
  const [settled] = useDebouncedValue(typed, TYPING_MS);
  const { data, error } = useReading(settled.trim() === '' ? null : pauseQuery(settled));
  if (settled !== typed || settled.trim() === '') return { at: null, problem: null };
  if (error) return { at: null, problem: sentence(error) };
  const at = data ? dateOf(data) : null;
  return { at, problem: data && at === null ? actionWords.noDate : null };
}

function Reading({ at, problem }: { at: number | null; problem: string | null }) {
  if (problem !== null)
    return (
      <>
        <StatusMark mark="failed" label={null} />
        <span className="problem">{problem}</span>
      </>
    );
  if (at === null) return <span className="meta">{words.hint}</span>;
  return (
    <>
      <StatusMark mark="paused" label={null} />
      <span title={wallTime.full(at)}>
        {words.until(wallTime.longDay(at), wallTime.clock(at))}{' '}
        <span className="meta num">
          <InTime at={at} />
        </span>
      </span>
    </>
  );
}
