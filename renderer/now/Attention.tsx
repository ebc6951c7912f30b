import { IconX } from '@tabler/icons-react';
import { memo, type ReactNode, useMemo } from 'react';
import type { ClockJumped, JobAttention } from '#contract/attention.ts';
import type { JobSummary } from '#contract/job.ts';
import { dismiss, runAgain, runNow } from '../state/actions.ts';
import { navigate } from '../state/navigation.ts';
import { useAttention } from '../state/timeline.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { StatusMark } from '../ui/StatusMark.tsx';
import { InTime } from '../ui/Times.tsx';
import { useTick } from '../ui/ticker.ts';
import { wallTime } from '../ui/wall-time.ts';
import { type Said, say, sayJump } from './attention-words.ts';
import { text } from './text.ts';

/** What a person should look at, each with one thing to do about it. */
export function Attention({ jobs }: { jobs: readonly JobSummary[] }) {
  const { data: items, error, refetch } = useAttention();
  const some = (items?.length ?? 0) > 0;
  const byId = useMemo(() => new Map(some ? jobs.map((job) => [job.id, job]) : []), [some, jobs]);
  if (!items)
    return (
      <section className="attention" aria-label={text.attention}>
        {error && <Failure what={text.attentionNotRead} error={error} onAgain={() => void refetch()} />}
      </section>
    );
  return (
    <section className="attention" aria-label={text.attention}>
      <h2 className="section-title">
        {text.attention} {items.length > 0 && <span className="note">· {items.length}</span>}
      </h2>
      {items.length === 0 && <p className="meta">{text.nothing}</p>}
      <ul>
        {items.map((item) => {
          if (item.kind === 'clock-jump') return <ClockRow key={item.key} item={item} />;
          const job = byId.get(item.jobId);
          return job && <Row key={item.key} item={item} job={job} />;
        })}
      </ul>
    </section>
  );
}

const useMinute = () => useTick((now) => Math.floor(now / 60_000) * 60_000);

const Row = memo(function Row({ item, job }: { item: JobAttention; job: JobSummary }) {
  const minute = useMinute();
  const when = item.kind === 'clock-change' ? <InTime at={item.at} /> : wallTime.brief(roundedTo(item.at), minute);
  return (
    <Line
      {...{ ...say(item, job.policy.missed, minute), name: job.name, at: item.at, when }}
      onName={() => navigate(`/jobs/${job.id}`)}
    >
      <Actions item={item} job={job} />
    </Line>
  );
});

/** The computer's clock was set. Its name leads to where it is said of what jump one is told. */
const ClockRow = memo(function ClockRow({ item }: { item: ClockJumped }) {
  const minute = useMinute();
  const { name } = text.jump;
  return (
    <Line
      {...{ ...sayJump(item, minute), name, at: item.at, when: wallTime.brief(roundedTo(item.at), minute) }}
      onName={() => navigate('/settings/time')}
    >
      <Button small aria-label={`${text.dismiss}: ${name}`} onClick={() => void dismiss(item.key)}>
        {text.dismiss}
      </Button>
    </Line>
  );
});

interface LineProps extends Said {
  name: string;
  onName: () => void;
  /** Epoch ms. */
  at: number;
  when: ReactNode;
  children: ReactNode;
}

function Line({ mark, words, detail, name, onName, at, when, children }: LineProps) {
  return (
    <li>
      <StatusMark mark={mark} {...(mark === 'heads-up' && { label: text.headsUp })} />
      <button type="button" className="cut name" onClick={onName}>
        {name}
      </button>
      <span className="cut why" title={[words, detail].filter(Boolean).join(' · ')}>
        {words}
        {detail && (
          <>
            {' · '}
            <span className="mono">{detail}</span>
          </>
        )}
      </span>
      <span className="when num" title={wallTime.full(at)}>
        {when}
      </span>
      <span className="acts">{children}</span>
    </li>
  );
}

/** A list shows minutes. */
const roundedTo = (at: number) => Math.floor(at / 60_000) * 60_000;

/** One main thing to do, and a way to say that it is seen. */
function Actions({ item, job }: { item: JobAttention; job: JobSummary }) {
  const named = (verb: string) => ({ 'aria-label': `${verb}: ${job.name}` });
  const dismissal = (look: 'quiet' | 'plain') => (
    <Button small look={look} {...named(text.dismiss)} onClick={() => void dismiss(item.key)}>
      {text.dismiss}
    </Button>
  );
  const output = (run: number) => (
    <Button small look="quiet" {...named(text.output)} onClick={() => navigate(`/history?run=${run}`)}>
      {text.output}
    </Button>
  );
  const button = (verb: string, onClick: () => void) => (
    <Button small {...named(verb)} onClick={onClick}>
      {verb}
    </Button>
  );
  switch (item.kind) {
    case 'failing':
      return (
        <>
          <IconButton className="dismiss" label={`${text.dismiss}: ${job.name}`} onClick={() => void dismiss(item.key)}>
            <IconX size={14} stroke={1.5} />
          </IconButton>
          {output(item.run.id)}
          {button(text.runAgain, () => void runAgain(item.run))}
        </>
      );
    case 'missed':
    case 'overdue':
      return (
        <>
          {dismissal('quiet')}
          {button(text.runNow, () => void runNow(job))}
        </>
      );
    case 'late':
      return (
        <>
          {output(item.run.id)}
          {dismissal('plain')}
        </>
      );
    case 'clock-change':
      return (
        <>
          {dismissal('quiet')}
          <Button
            small
            {...named(text.choose)}
            onClick={() => navigate(`/jobs/${job.id}/edit#${item.note === 'moved-after-gap' ? 'gap' : 'repeat'}`)}
          >
            {text.choose}
          </Button>
        </>
      );
  }
}
