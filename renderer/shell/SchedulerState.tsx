import { Menu } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlayFilled } from '@tabler/icons-react';
import type { SchedulerStatus } from '#contract/status.ts';
import { switchScheduler } from '../state/actions.ts';
import { isForever } from '../state/job-facts.ts';
import { pauses, resume } from '../state/pauses.ts';
import { useScheduler } from '../state/queries.ts';
import { BelfryMark } from '../ui/BelfryMark.tsx';
import { IconButton } from '../ui/Button.tsx';
import { InTime } from '../ui/Times.tsx';
import { wallTime } from '../ui/wall-time.ts';
import styles from './shell.module.css';
import { words } from './text.ts';

/** Whether bells ring, and the button that changes it. */
export function SchedulerState() {
  const { data: status } = useScheduler();
  if (!status) return <div className={styles.state} />;
  const on = status.state !== 'paused' && status.state !== 'off' && status.problem === null;
  return (
    <section className={styles.state} aria-label={words.name} data-on={on || undefined}>
      <BelfryMark size={18} />
      <div className={styles.stateText}>
        <strong className="cut">{title(status)}</strong>
        <span className="cut">{detail(status)}</span>
      </div>
      <StateButton status={status} />
    </section>
  );
}

function StateButton({ status }: { status: SchedulerStatus }) {
  if (status.state === 'paused' || status.state === 'off') {
    const paused = status.state === 'paused';
    return (
      <IconButton
        edged
        label={paused ? words.resumeNow : words.turnOn}
        onClick={() => void (paused ? resume() : switchScheduler(true))}
      >
        <IconPlayerPlayFilled size={12} />
      </IconButton>
    );
  }
  return (
    <PauseMenu label={words.pauseAll} position="top-end">
      <IconButton edged label={words.pauseAll}>
        <IconPlayerPause size={14} stroke={1.5} />
      </IconButton>
    </PauseMenu>
  );
}

/** The ways to pause everything, or a job, behind any button. */
export function PauseMenu(props: {
  label: string;
  position?: 'top-end' | 'bottom-end' | 'bottom-start';
  job?: { id: number; name: string };
  onChange?: (open: boolean) => void;
  children: React.ReactElement;
}) {
  return (
    <Menu position={props.position ?? 'bottom-end'} {...(props.onChange && { onChange: props.onChange })}>
      <Menu.Target>{props.children}</Menu.Target>
      <Menu.Dropdown aria-label={props.label}>
        {pauses.map(({ label, run }) => (
          <Menu.Item key={label} onClick={() => run(props.job ? [props.job] : null)}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function title(status: SchedulerStatus): string {
  if (status.problem !== null) return words.trouble;
  if (status.state === 'off') return words.off;
  if (status.pause) {
    const { until } = status.pause;
    return isForever(until) ? words.pausedForever : words.pausedUntil(pauseEnd(until, status.now));
  }
  return status.jobs === 0 ? words.ready : words.ringing;
}

/** "16:00" today, "Sat 08:00" later. */
export const pauseEnd = (until: number, now: number): string =>
  wallTime.dayKey(until) === wallTime.dayKey(now) ? wallTime.clock(until) : wallTime.near(until, now);

function detail(status: SchedulerStatus) {
  if (status.problem !== null) return words.seeProblem;
  if (status.state === 'off') return words.nothingRings;
  if (status.pause) {
    if (isForever(status.pause.until)) return words.untilResumed;
    return (
      <>
        {words.resumes('')}
        <InTime at={status.pause.until} />
      </>
    );
  }
  return status.jobs === 0 ? words.noJobs : words.armed(status.armed, status.jobs);
}
