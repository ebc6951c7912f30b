import type { SchedulerStatus } from '#contract/api.ts';
import type { JobSummary } from '#contract/job.ts';
import { FOREVER } from '#contract/time.ts';
import { resume, saveSettings } from '../state/actions.ts';
import { navigate } from '../state/navigation.ts';
import { Button } from '../ui/Button.tsx';
import { classes } from '../ui/classes.ts';
import { largeCountdown } from '../ui/format.ts';
import { KindIcon } from '../ui/KindIcon.tsx';
import { Brief, Countdown } from '../ui/Times.tsx';
import { plural } from '../ui/text.ts';
import { useTick } from '../ui/ticker.ts';
import { text } from './text.ts';

const THEN = 5;
type Bell = JobSummary & { nextRunAt: number };

/** Jobs that will ring, soonest first; those paused by themselves do not. */
export function comingBells(jobs: readonly JobSummary[]): Bell[] {
  const armed = jobs.filter((job): job is Bell => job.enabled && job.pause === null && job.nextRunAt !== null);
  return armed.sort((a, b) => a.nextRunAt - b.nextRunAt || a.name.localeCompare(b.name));
}

export function NextBell({ jobs, status }: { jobs: JobSummary[]; status: SchedulerStatus }) {
  const bells = comingBells(jobs);
  const still = status.state === 'off' || status.pause !== null;
  const then = still ? bells.slice(0, THEN) : bells.slice(1, THEN + 1);
  return (
    <>
      <section className="next-bell" aria-label={text.nextBell}>
        {still ? <Still status={status} /> : <Coming bell={bells[0]} />}
      </section>
      <section className={classes('then', still && 'held')} aria-label={still ? text.held : text.after}>
        <h2 className="section-title">
          {still ? text.held : text.after}
          {status.held > 0 && <span className="note">· {plural(status.held, 'bell')} so far</span>}
        </h2>
        {then.length === 0 && <p className="meta">{text.nothingMore}</p>}
        <ul>
          {then.map((job) => (
            <li key={job.id}>
              <button type="button" onClick={() => navigate(`/jobs/${job.id}`)}>
                <KindIcon kind={job.action.kind} />
                <span className="cut name">{job.name}</span>
                <span className="meta wall">
                  <Brief at={job.nextRunAt} />
                </span>
                <strong>
                  <Countdown at={job.nextRunAt} />
                </strong>
              </button>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

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
        <p className="large quiet">{text.nothingDue}</p>
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
          <strong>{bell.name}</strong>
          <span className="meta">
            <Brief at={bell.nextRunAt} /> · {bell.schedule.join(', ')}
          </span>
        </span>
      </button>
    </>
  );
}

function Still({ status }: { status: SchedulerStatus }) {
  if (status.state === 'off' || !status.pause)
    return (
      <>
        <h2 className="section-title">{text.off}</h2>
        <p className="meta still">{text.offNote}</p>
        <Button look="primary" onClick={() => void saveSettings({ schedulerOn: true })}>
          {text.switchOn}
        </Button>
      </>
    );
  const forever = status.pause.until >= FOREVER;
  return (
    <div className="quiet">
      <h2 className="section-title">{forever ? text.untilResumed : text.resumesIn}</h2>
      {!forever && <Large at={status.pause.until} />}
      <div className="still">
        <Button look="primary" onClick={() => void resume()}>
          {text.resume}
        </Button>
      </div>
    </div>
  );
}
