import {
  IconBell,
  IconClock,
  IconDoorExit,
  IconDownload,
  IconHistory,
  IconKeyboard,
  IconListDetails,
  IconMoon,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlus,
  IconSettings,
  IconSun,
  IconSunMoon,
  IconUpload,
  IconX,
  IconZoomIn,
  IconZoomOut,
  IconZoomReset,
} from '@tabler/icons-react';
import type { Settings } from '#contract/settings.ts';
import type { SchedulerStatus } from '#contract/status.ts';
import { ask } from '../api.ts';
import type { ActionIcon } from '../jobs/job-actions.ts';
import { saveSettings, switchScheduler } from '../state/actions.ts';
import { navigate } from '../state/navigation.ts';
import { showOverlay } from '../state/overlay.ts';
import { pauses, resume } from '../state/pauses.ts';
import { resetZoom, zoomBy } from '../state/zoom.ts';
import { words } from './text.ts';

/** What can be chosen further down, e.g. how long to pause. */
export interface Choice {
  label: string;
  run(): void;
}

/** Something the palette does that is not about one job. */
export interface Command {
  id: string;
  label: string;
  icon: ActionIcon;
  /** Its key, as keyName says it. */
  key?: string;
  run(): void;
  choices?: readonly Choice[];
}

const { command: said } = words;

/** All commands that mean something in this state. */
export function commandsFor(status: SchedulerStatus | undefined, settings: Settings | undefined): Command[] {
  const command = (id: string, label: string, icon: ActionIcon, run: () => void, key?: string): Command => ({
    ...{ id, label, icon, run },
    ...(key && { key }),
  });
  const theme = (to: Settings['theme'], icon: ActionIcon) =>
    command(`theme-${to}`, said.theme[to], icon, () => void saveSettings({ theme: to }));
  return [
    command('new-job', said.newJob, IconPlus, () => navigate('/jobs/new'), 'mod+n'),
    status?.pause
      ? command('resume-all', said.resumeAll, IconPlayerPlay, () => void resume(), 'mod+shift+p')
      : {
          ...command('pause-all', said.pauseAll, IconPlayerPause, () => {}, 'mod+shift+p'),
          choices: pauses.map(({ label, run }) => ({ label, run: () => run(null) })),
        },
    settings?.schedulerOn === false
      ? command('scheduler-on', said.schedulerOn, IconBell, () => void switchScheduler(true))
      : command('scheduler-off', said.schedulerOff, IconBell, () => void switchScheduler(false)),
    command('now', said.now, IconClock, () => navigate('/'), 'mod+1'),
    command('jobs', said.jobs, IconListDetails, () => navigate('/jobs'), 'mod+2'),
    command('history', said.history, IconHistory, () => navigate('/history'), 'mod+3'),
    command('settings', said.settings, IconSettings, () => navigate('/settings'), 'mod+,'),
    command('import', said.import, IconDownload, () => showOverlay('import')),
    command('export', said.export, IconUpload, () => showOverlay({ export: null })),
    command('keys', said.keys, IconKeyboard, () => showOverlay('keys'), '?'),
    ...(settings?.theme === 'light' ? [] : [theme('light', IconSun)]),
    ...(settings?.theme === 'dark' ? [] : [theme('dark', IconMoon)]),
    ...(settings?.theme === 'system' ? [] : [theme('system', IconSunMoon)]),
    command('zoom-in', said.zoomIn, IconZoomIn, () => zoomBy(1), 'mod++'),
    command('zoom-out', said.zoomOut, IconZoomOut, () => zoomBy(-1), 'mod+-'),
    command('zoom-reset', said.zoomReset, IconZoomReset, resetZoom, 'mod+0'),
    command('close-window', said.closeWindow, IconX, () => void ask('window.control', { action: 'close' })),
    command('quit', said.quit, IconDoorExit, () => void ask('app.quit')),
  ];
}
