import { IconPencil, IconPlayerStop, IconRefresh, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Attempt, Run } from '#contract/run.ts';
import { sentence } from '../api.ts';
import { runNow, stopRun } from '../state/actions.ts';
import { navigate } from '../state/navigation.ts';
import { useJob, useRun } from '../state/queries.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { classes } from '../ui/classes.ts';
import { markOf } from '../ui/mark.ts';
import { isFailure, isLive, statusWord, withReason } from '../ui/run-words.ts';
import { StatusMark } from '../ui/StatusMark.tsx';
import { EnvironmentView } from './EnvironmentView.tsx';
import { OutputView } from './OutputView.tsx';
import { RunFacts } from './RunFacts.tsx';
import { Told } from './Told.tsx';
import { text } from './text.ts';

const icon = { size: 16, stroke: 1.5 };

/** One run: what became of it, its facts, its output. */
export function RunPane({ id, onClose }: { id: number; onClose: () => void }) {
  const { data, error } = useRun(id);
  const [picked, setPicked] = useState<number | null>(null);
  const [environment, setEnvironment] = useState(false);
  if (!data)
    return (
      <aside className="run-pane" aria-label={text.output}>
        {error && <p className="empty">{sentence(error)}</p>}
      </aside>
    );
  const { run, attempts } = data;
  const latest = Math.max(run.attempt, attempts.at(-1)?.attempt ?? 0);
  const attempt = picked ?? latest;
  const tabs = (
    <Attempts
      attempts={attempts}
      count={latest}
      picked={environment ? null : attempt}
      onPick={(number) => {
        setPicked(number);
        setEnvironment(false);
      }}
      onEnvironment={() => setEnvironment(true)}
    />
  );
  return (
    <aside className="run-pane" aria-label={text.details(run.job)}>
      <Banner run={run} onClose={onClose} />
      <RunFacts run={run} />
      <Told run={run} />
      {latest === 0 ? (
        <p className="no-output meta">{isLive(run) ? text.waiting : text.notStarted}</p>
      ) : environment ? (
        <EnvironmentView run={run.id} attempt={attempt} tabs={tabs} />
      ) : (
        <OutputView key={attempt} run={run} attempt={attempt} live={isLive(run) && attempt === latest} tabs={tabs} />
      )}
    </aside>
  );
}

/** What became of it, in one sentence. */
function outcome(run: Run): string {
  if (run.leftover) return text.leftover;
  if (isFailure(run.status) || run.status === 'cancelled') return [exit(run), run.error].filter(Boolean).join('. ');
  if (run.reason) return withReason(run);
  return run.status === 'success' ? '' : (run.error ?? '');
}

function exit(run: Run): string {
  if (run.exitCode === null || run.exitCode === 0 || run.error?.includes(String(run.exitCode))) return '';
  return run.attempt > 1 ? `Exit code ${run.exitCode} on all ${run.attempt} attempts` : `Exit code ${run.exitCode}`;
}

function Banner({ run, onClose }: { run: Run; onClose: () => void }) {
  const job = useJob(run.jobId);
  const failed = isFailure(run.status);
  return (
    <div className={classes('banner', failed && 'failed', run.status === 'running' && 'running')}>
      <StatusMark mark={markOf(run)} />
      <div className="two">
        <h2 className="cut" title={run.job}>
          {run.job} <span className="said">{statusWord(run.status)}</span>
        </h2>
        <p className="cut support" title={outcome(run)}>
          {outcome(run)}
        </p>
      </div>
      <div className="banner-actions">
        {(isLive(run) || run.leftover) && (
          <Button look="danger" icon={<IconPlayerStop {...icon} />} onClick={() => void stopRun(run)}>
            {text.stop}
          </Button>
        )}
        {job && (
          <Button icon={<IconPencil {...icon} />} onClick={() => navigate(`/jobs/${run.jobId}/edit`)}>
            {text.editJob}
          </Button>
        )}
        {job && !isLive(run) && (
          <Button
            look="primary"
            icon={<IconRefresh {...icon} />}
            onClick={() =>
              void runNow({ id: run.jobId, name: run.job }).then((next) => next && navigate(`/history?run=${next.id}`))
            }
          >
            {text.runAgain}
          </Button>
        )}
        <IconButton label={text.close} onClick={onClose}>
          <IconX {...icon} />
        </IconButton>
      </div>
    </div>
  );
}

interface AttemptsProps {
  attempts: Attempt[];
  count: number;
  /** Null while the environment is shown. */
  picked: number | null;
  onPick: (attempt: number) => void;
  onEnvironment: () => void;
}

function Attempts(props: AttemptsProps) {
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
            {failed && number === props.picked && <StatusMark mark="failed" />}
            {props.count === 1 ? text.output : text.attempt(number)}
          </button>
        );
      })}
      <button
        type="button"
        role="tab"
        aria-selected={props.picked === null}
        className={classes('attempt', props.picked === null && 'here')}
        onClick={props.onEnvironment}
      >
        {text.environment}
      </button>
    </div>
  );
}
