import type { EventListener, EventName } from '#contract/api.ts';
import { createBadge } from './badge.ts';
import { createKeepAwake } from './keep-awake.ts';
import type { BelfryTray } from './tray.ts';
import type { MainWindow } from './window.ts';

export interface OnlookerParts {
  window: MainWindow;
  tray: BelfryTray;
  trayImages: string;
  /** Whether a job that runs keeps the computer awake. */
  wantsAwake: () => boolean;
  /** How many jobs are failing. */
  failures: () => number;
}

/** What the tray's menu tells of. */
const MOVES_TRAY = new Set<EventName>([
  ...(['scheduler.changed', 'job.changed', 'job.removed'] as const),
  ...(['attention.changed', 'settings.changed', 'ledger.replaced', 'update.changed'] as const),
]);

/** What may change whether the computer is to stay awake: a run, or what its job or the settings say of it. */
const MOVES_SLEEP = new Set<EventName>(['runs.changed', 'job.changed', 'settings.changed']);

/** Everything on the desktop that hears events: the window, the tray, the badge, what keeps the computer awake. */
export function createOnlookers({ window, tray, trayImages, wantsAwake, failures }: OnlookerParts): EventListener {
  const keepAwake = createKeepAwake();
  const badge = createBadge(trayImages);
  return (name, payload) => {
    window.send(name, payload);
    if (MOVES_SLEEP.has(name)) keepAwake.set(wantsAwake());
    if (name === 'attention.changed') badge.show(failures());
    if (MOVES_TRAY.has(name)) tray.refresh();
  };
}
