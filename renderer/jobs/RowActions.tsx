import {
  IconDots,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconPlayerTrackNext,
} from '@tabler/icons-react';
import type { JobSummary } from '#contract/job.ts';
import { PauseMenu } from '../shell/SchedulerState.tsx';
import { runNow, stopRun } from '../state/actions.ts';
import { isPaused } from '../state/job-facts.ts';
import { navigate } from '../state/navigation.ts';
import { resume } from '../state/pauses.ts';
import { IconButton } from '../ui/Button.tsx';
import { JobMenu } from './JobMenu.tsx';
import styles from './jobs.module.css';
import { words } from './text.ts';

const icon = { size: 15, stroke: 1.5 };

/** What can be done to a job from its row: run or stop, edit, pause or resume, more. */
export function RowActions({ job, onMenu }: { job: JobSummary; onMenu: (open: boolean) => void }) {
  const running = job.live[0];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only keeps presses from selecting the row.
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above.
    <div className={styles.rowActions} onClick={(event) => event.stopPropagation()}>
      {running ? (
        <IconButton label={words.stop} onClick={() => void stopRun(running)}>
          <IconPlayerStop {...icon} />
        </IconButton>
      ) : (
        <IconButton label={words.runNow} onClick={() => void runNow(job)}>
          <IconPlayerPlay {...icon} />
        </IconButton>
      )}
      <IconButton label={words.edit} onClick={() => navigate(`/jobs/${job.id}/edit`)}>
        <IconPencil {...icon} />
      </IconButton>
      {isPaused(job, Date.now()) ? (
        <IconButton label={words.resume} onClick={() => void resume(job)}>
          <IconPlayerTrackNext {...icon} />
        </IconButton>
      ) : (
        <PauseMenu label={words.pause} job={job} onChange={onMenu}>
          <IconButton label={words.pause}>
            <IconPlayerPause {...icon} />
          </IconButton>
        </PauseMenu>
      )}
      <JobMenu job={job} onChange={onMenu}>
        <IconButton label={words.more}>
          <IconDots {...icon} />
        </IconButton>
      </JobMenu>
    </div>
  );
}
