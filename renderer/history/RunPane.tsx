import { IconPencil, IconPlayerStop, IconRefresh, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Attempt, Run } from '#contract/run.ts';
import { sentence } from '../api.ts';
import { runNow, stopRun } from '../state/actions.ts';
import { navigate } from '../state/navigation.ts';
import { useJob, useRun } from '../state/queries.ts';
import { Button, classes, IconButton } from '../ui/controls.tsx';
import { Glyph } from '../ui/Glyph.tsx';
import { isFailure, isLive, REASON_WORDS, runGlyph, STATUS_WORDS } from '../ui/run-words.ts';
import { OutputView } from './OutputView.tsx';
import { RunFacts } from './RunFacts.tsx';
import { text } from './text.ts';

export function RunPane({ id, onClose }: { id: number; onClose: () => void }) {
  const { data, error } = useRun(id);
  const [picked, setPicked] = useState<number | null>(null);
  if (!data)
    return (
      <aside className="run-pane" aria-label={text.output}>
        {error && <p className="empty">{sentence(error)}</p>}
      </aside>
    );
  const { run, attempts } = data;
  const latest = Math.max(run.attempt, attempts.at(-1)?.attempt ?? 0);
  const attempt = picked ?? latest;
  return (
    <aside className="run-pane" aria-label={text.details(run.job)}>
      <Banner run={run} onClose={onClose} />
      <RunFacts run={run} />
      {latest === 0 ? (
        <p className="no-output bf-meta">{isLive(run) ? text.waiting : text.notStarted}</p>
      ) : (
        <OutputView
          key={attempt}
          run={run}
          attempt={attempt}
          live={isLive(run) && attempt === latest}
          tabs={<Attempts attempts={attempts} count={latest} picked={attempt} onPick={setPicked} />}
        />
      )}
    </aside>
  );
}

/** What became of it, in one sentence. */
function outcome(run: Run): string {
  if (run.leftover) return text.leftover;
  if (isFailure(run.status) || run.status === 'cancelled') return [exit(run), run.error].filter(Boolean).join('. ');
  if (run.reason) return `${STATUS_WORDS[run.status]}, ${REASON_WORDS[run.reason]}`;
  return run.status === 'success' ? '' : (run.error ?? '');
}

function exit(run: Run): string {
  if (run.exitCode === null || run.exitCode === 0 || run.error?.includes(String(run.exitCode))) return '';
  return run.attempt > 1 ? `Exit code ${run.exitCode} on all ${run.attempt} attempts` : `Exit code ${run.exitCode}`;
}

function Banner({ run, onClose }: { run: Run; onClose: () => void }) {
  const job = useJob(run.jobId);
  const glyph = runGlyph(run);
  const failed = isFailure(run.status);
  return (
    <div className={classes('banner', failed && 'failed', run.status === 'running' && 'running')}>
      <Glyph {...glyph} />
      <div className="two">
        <h2 className="bf-cut" title={run.job}>
          {run.job} <span className="said">{STATUS_WORDS[run.status]}</span>
        </h2>
        <p className="bf-cut support" title={outcome(run)}>
          {outcome(run)}
        </p>
      </div>
      <div className="banner-actions">
        {(isLive(run) || run.leftover) && (
          <Button look="danger" onClick={() => void stopRun(run)}>
            <IconPlayerStop aria-hidden />
            {text.stop}
          </Button>
        )}
        {job && (
          <Button onClick={() => navigate(`/jobs/${run.jobId}/edit`)}>
            <IconPencil aria-hidden />
            {text.editJob}
          </Button>
        )}
        {job && !isLive(run) && (
          <Button
            look="primary"
            onClick={() =>
              void runNow({ id: run.jobId, name: run.job }).then((next) => next && navigate(`/history?run=${next.id}`))
            }
          >
            <IconRefresh aria-hidden />
            {text.runAgain}
          </Button>
        )}
        <IconButton label={text.close} onClick={onClose}>
          <IconX aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}

function Attempts(props: { attempts: Attempt[]; count: number; picked: number; onPick: (attempt: number) => void }) {
  const known = new Map(props.attempts.map((one) => [one.attempt, one]));
  const numbers = Array.from({ length: props.count }, (_, at) => at + 1);
  return (
    <div role="tablist" aria-label={text.attempts} className="attempts">
      {numbers.map((number) => {
        const failed = isFailure(known.get(number)?.status ?? 'success');
        return (
          <button
            key={number}
            type="button"
            role="tab"
            aria-selected={number === props.picked}
            className={classes('attempt', number === props.picked && 'here')}
            onClick={() => props.onPick(number)}
          >
            {failed && number === props.picked && <Glyph name="failed" size={10} label="failed" />}
            {props.count === 1 ? text.output : text.attempt(number)}
          </button>
        );
      })}
    </div>
  );
}
