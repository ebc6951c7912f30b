import '../ui/failure.css';
import { IconPencil, IconPlayerStop, IconRotateClockwise, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { Attempt, Run } from '#contract/run.ts';
import { isGone, sentence } from '../api.ts';
import { runAgain, stopRun } from '../state/actions.ts';
import { usualMs } from '../state/job-facts.ts';
import { navigate } from '../state/navigation.ts';
import { useGiven, useJob, useRun } from '../state/queries.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { classes } from '../ui/classes.ts';
import { markOf, markOfStatus, tone } from '../ui/mark.ts';
import { isFailure, isLive, statusWord } from '../ui/run-words.ts';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { StatusMark } from '../ui/StatusMark.tsx';
import { text as shared } from '../ui/text.ts';
import { useTick } from '../ui/ticker.ts';
import { EnvironmentView } from './EnvironmentView.tsx';
import { OutputView } from './OutputView.tsx';
import { outcomeOf, overUsual } from './outcome.ts';
import { RunFacts } from './RunFacts.tsx';
import { Told } from './Told.tsx';
import { text } from './text.ts';

const icon = { size: 14, stroke: 1.5 };
/** So many attempts are named in full beside the tools of the output. */
const FEW = 3;

interface Props {
  id: number;
  /** What the history is searched for. */
  words: string;
  onClose: () => void;
  onFacts: (facts: string) => void;
}

/** One run: what became of it, its facts, its output. */
export function RunPane({ id, words, onClose, onFacts }: Props) {
  const { data, error, refetch } = useRun(id);
  const [picked, setPicked] = useState<number | null>(null);
  const [environment, setEnvironment] = useState(false);
  if (!data)
    return (
      <aside className="run-pane" aria-label={text.output}>
        {error ? (
          <NoRun error={error} onAgain={() => void refetch()} onClose={onClose} />
        ) : (
          <SkeletonRows rows={4} height={44} />
        )}
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
      <Banner run={run} attempts={attempts} onClose={onClose} />
      {isGone(error) && (
        <p className="failure" role="alert">
          {text.removedMeanwhile}
        </p>
      )}
      <RunFacts run={run} />
      <Told run={run} />
      {latest === 0 ? (
        <p className="no-output meta">{isLive(run) ? text.waiting : text.notStarted}</p>
      ) : environment ? (
        <EnvironmentView run={run.id} attempt={attempt} tabs={tabs} />
      ) : (
        <OutputView
          key={attempt}
          {...{ run, attempt, tabs, words, onFacts }}
          ended={attempts.find((one) => one.attempt === attempt)}
          live={isLive(run) && attempt === latest}
        />
      )}
    </aside>
  );
}

/** A run that cannot be shown: removed long ago, or only out of reach. */
function NoRun(props: { error: Error; onAgain: () => void; onClose: () => void }) {
  const gone = isGone(props.error);
  return (
    <div className="gone-pane" role="alert">
      <h2 className="section-title">{gone ? text.removed : text.notReadRun}</h2>
      <p>{gone ? text.removedWhy : sentence(props.error)}</p>
      <div>
        {!gone && <Button onClick={props.onAgain}>{shared.tryAgain}</Button>}
        <Button onClick={props.onClose}>{text.close}</Button>
      </div>
    </div>
  );
}

function Banner({ run, attempts, onClose }: { run: Run; attempts: Attempt[]; onClose: () => void }) {
  const job = useJob(run.jobId);
  const given = useGiven(run);
  const usual = job ? usualMs(job) : null;
  const over = useTick((now) => overUsual(run, usual, now));
  const said = over || outcomeOf(run, attempts);
  return (
    <div className={classes('banner', `is-${tone(markOf(run))}`)}>
      <StatusMark mark={markOf(run)} />
      <div className="two">
        <h2 className="cut" title={run.job}>
          <bdi>{run.job}</bdi>{' '}
          <span className="said">{markOf(run) === 'late' ? text.ranLate : statusWord(run.status)}</span>
        </h2>
        <p className="support" title={said}>
          {said}
        </p>
      </div>
      <div className="banner-actions">
        {(isLive(run) || run.leftover) && (
          <Button small look="danger" icon={<IconPlayerStop {...icon} />} onClick={() => void stopRun(run)}>
            {text.stop}
          </Button>
        )}
        {job && (
          <Button small icon={<IconPencil {...icon} />} onClick={() => navigate(`/jobs/${run.jobId}/edit`)}>
            {text.editJob}
          </Button>
        )}
        {job && !isLive(run) && (
          <Button
            small
            look="primary"
            icon={<IconRotateClockwise {...icon} />}
            title={given.length > 0 ? text.sameVariables(given) : undefined}
            onClick={() => void runAgain(run).then((next) => next && navigate(`/history?run=${next.id}`))}
          >
            {text.runAgain}
          </Button>
        )}
        <IconButton label={text.closeRun} className="close" onClick={onClose}>
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

/** Where there is little room, the first alone is said in full. */
function AttemptName({ number }: { number: number }) {
  return (
    <>
      <span className={number === 1 ? undefined : 'in-full'}>{text.attempt(number)}</span>
      {number > 1 && <span className="in-short">{number}</span>}
    </>
  );
}

function Attempts(props: AttemptsProps) {
  const known = new Map(props.attempts.map((one) => [one.attempt, one]));
  const numbers = Array.from({ length: props.count }, (_, at) => at + 1);
  const tabs = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another one is picked, or one came before it.
  useEffect(() => {
    const room = tabs.current?.getBoundingClientRect();
    const tab = tabs.current?.querySelector('[aria-selected="true"]')?.getBoundingClientRect();
    if (!tabs.current || !room || !tab) return;
    tabs.current.scrollLeft += Math.max(0, tab.right - room.right) + Math.min(0, tab.left - room.left);
  }, [props.picked, props.count]);
  return (
    <div
      ref={tabs}
      role="tablist"
      aria-label={text.attempts}
      className="attempts"
      data-many={props.count > FEW || undefined}
    >
      {numbers.map((number) => {
        const status = known.get(number)?.status ?? 'success';
        return (
          <button
            key={number}
            type="button"
            role="tab"
            aria-selected={number === props.picked}
            aria-label={props.count === 1 ? text.output : text.attempt(number)}
            className={classes('attempt', number === props.picked && 'here')}
            onClick={() => props.onPick(number)}
          >
            {isFailure(status) && number === props.picked && <StatusMark mark={markOfStatus(status)} />}
            {props.count === 1 ? text.output : <AttemptName number={number} />}
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
