import type { JobSummary } from '#contract/job.ts';
import { FOREVER } from '#contract/limits.ts';
import type { SchedulerStatus } from '#contract/status.ts';
import type { Bells } from '#contract/timeline.ts';
import { withoutStart } from '../jobs/schedule-words.ts';
import { pauseEnd } from '../shell/SchedulerState.tsx';
import { saveSettings } from '../state/actions.ts';
import { navigate } from '../state/navigation.ts';
import type { Failed } from '../state/timeline.ts';
import { Button } from '../ui/Button.tsx';
import { classes } from '../ui/classes.ts';
import { Failure } from '../ui/Failure.tsx';
import { largeCountdown } from '../ui/format.ts';
import { KindIcon } from '../ui/KindIcon.tsx';
import { StatusMark } from '../ui/StatusMark.tsx';
import { Brief, Countdown } from '../ui/Times.tsx';
import { useTick } from '../ui/ticker.ts';
import { wallTime } from '../ui/wall-time.ts';
import type { Bell } from './coming.ts';
import { text } from './text.ts';

/** So many held jobs are shown. */
const HELD = 5;

interface Props {
  jobs: readonly JobSummary[];
  /** The bells that come next, soonest first. */
  coming: readonly Bell[];
  status: SchedulerStatus;
  bells: Bells | undefined;
  /** The bells were not read. */
  failed: Failed | null;
}

/** What rings next, and what then; while nothing rings, what that holds back. */
export function NextBell(props: Props) {
  const { coming, status, bells, failed } = props;
  if (status.pause || status.state === 'off') return <Still {...props} />;
  const [bell, ...then] = coming;
  const shown = bells ? [bell, ...then].filter((one) => one && one.nextRunAt < bells.until).length : 0;
  const more = (bells?.count ?? 0) - shown;
  const clock = wallTime.clockOf(then.map(({ nextRunAt }) => nextRunAt));
  return (
    <>
      <section className="next-bell" aria-label={text.nextBell}>
        <Coming bell={bell} />
      </section>
      <section className="then" aria-label={text.after}>
        <h2 className="section-title">
          {text.after}
          {bells && more > 0 && <span className="note">· {text.moreBefore(more, wallTime.clock(bells.until))}</span>}
        </h2>
        {failed && <Failure what={text.bellsNotRead} error={failed.error} onAgain={failed.again} />}
        {then.length === 0 && <p className="meta">{text.nothingMore}</p>}
        <ul data-far={then.some(({ nextRunAt }) => isLater(nextRunAt, status.now)) || undefined}>
          {then.map((job) => (
            <BellLine key={job.id} job={job} at={job.nextRunAt} clock={clock}>
              <Countdown at={job.nextRunAt} />
            </BellLine>
          ))}
        </ul>
      </section>
    </>
  );
}

/** On another day: its time wants room for the day's name. */
const isLater = (at: number, now: number) => wallTime.dayKey(at) !== wallTime.dayKey(now);

interface BellLineProps {
  job: JobSummary;
  at: number;
  /** Writes its time as those of the other lines. */
  clock: (at: number) => string;
  children: React.ReactNode;
}

function BellLine({ job, at, clock, children }: BellLineProps) {
  return (
    <li>
      <button type="button" onClick={() => navigate(`/jobs/${job.id}`)}>
        <KindIcon kind={job.action.kind} size={15} />
        <span className="cut name">{job.name}</span>
        <span className="meta num">
          <Brief at={at} clock={clock} />
        </span>
        <strong className="num">{children}</strong>
      </button>
    </li>
  );
}

/** The large countdown: only its text changes, in place. */
function Large({ at }: { at: number }) {
  const words = useTick((now) => largeCountdown(at - now));
  return (
    <p className="large num" role="timer" aria-live="off">
      {words.split(/(:)/).map((piece, index) =>
        piece === ':' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text keep their places.
          <span key={index} className="colon">
            :
          </span>
        ) : (
          piece
        ),
      )}
    </p>
  );
}

function Coming({ bell }: { bell: Bell | undefined }) {
  if (!bell)
    return (
      <>
        <h2 className="section-title">{text.nextBell}</h2>
        <p className="large nothing">{text.nothingDue}</p>
        <p className="meta">{text.nothingDueNote}</p>
      </>
    );
  return (
    <>
      <h2 className="section-title">{text.nextBell}</h2>
      <Large at={bell.nextRunAt} />
      <button type="button" className="bell-name" onClick={() => navigate(`/jobs/${bell.id}`)}>
        <KindIcon kind={bell.action.kind} />
        <span>
          <strong className="cut">{bell.name}</strong>
          <span className="meta">
            <Brief at={bell.nextRunAt} /> · {lower(bell.schedule.map(withoutStart).join(', '))}
          </span>
        </span>
      </button>
    </>
  );
}

const lower = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);

function Still({ jobs, status, bells, failed }: Props) {
  const held = (bells?.jobs ?? []).slice(0, HELD).flatMap((one) => {
    const job = jobs.find(({ id }) => id === one.jobId);
    return job ? [{ job, ...one }] : [];
  });
  const clock = wallTime.clockOf(held.map(({ at }) => at));
  const until = status.pause && status.pause.until < FOREVER ? status.pause.until : null;
  const heading = status.pause ? text.held : text.notRinging;
  return (
    <>
      <section className="next-bell resting" aria-label={status.pause ? text.paused : text.off}>
        {status.pause ? <Paused status={status} bells={bells} until={until} /> : <Off />}
      </section>
      <section className="then" aria-label={heading}>
        <h2 className="section-title">
          {heading}
          {until !== null && <span className="note">· {text.until(pauseEnd(until, status.now))}</span>}
        </h2>
        {failed && <Failure what={text.heldNotRead} error={failed.error} onAgain={failed.again} />}
        {bells && held.length === 0 && <p className="meta">{status.pause ? text.nothingMore : text.nothingHeldBack}</p>}
        <ul>
          {held.map(({ job, at, following }) => (
            <BellLine key={job.id} job={job} at={at} clock={clock}>
              {following === null ? (
                until === null ? (
                  text.letGo
                ) : (
                  text.notAgain
                )
              ) : (
                <Fate at={following} now={status.now} />
              )}
            </BellLine>
          ))}
        </ul>
      </section>
    </>
  );
}

/** When a held job rings again: a time today, else a day. */
function Fate({ at, now }: { at: number; now: number }) {
  return (
    <span title={wallTime.full(at)}>{text.next(isLater(at, now) ? wallTime.weekdayDay(at) : wallTime.clock(at))}</span>
  );
}

function Off() {
  return (
    <>
      <h2 className="section-title">{text.off}</h2>
      <p className="meta still">{text.offNote}</p>
      <Button look="primary" onClick={() => void saveSettings({ schedulerOn: true })}>
        {text.switchOn}
      </Button>
    </>
  );
}

interface PausedProps {
  status: SchedulerStatus;
  bells: Bells | undefined;
  /** End of the pause, epoch ms; null = until resumed. */
  until: number | null;
}

function Paused({ status, bells, until }: PausedProps) {
  const ringing = bells?.jobs.filter(({ following }) => following === bells.until).length ?? 0;
  const time = until === null ? '' : pauseEnd(until, status.now);
  return (
    <>
      <h2 className="section-title">
        <StatusMark mark="paused" label={null} />
        {until === null ? text.untilResumed : text.pausedUntil(time)}
      </h2>
      {until !== null && <Large at={until} />}
      {until !== null && bells?.count !== null && bells !== undefined ? (
        <div className="held-words">
          <strong>{text.willBeHeld(bells.count)}</strong>
          <span className="meta">{text.ringAt(time, ringing)}</span>
        </div>
      ) : (
        <p className={classes('meta', 'still')}>{text.heldSoFar(status.held)}</p>
      )}
    </>
  );
}
