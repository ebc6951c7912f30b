import type { EventName, Handlers } from '#contract/api.ts';
import { createBadge } from '#desktop/badge.ts';
import { systemClock, systemTimers } from '#desktop/clock.ts';
import { createKeepAwake } from '#desktop/keep-awake.ts';
import { tellRefusal } from '#desktop/notices.ts';
import { createTray } from '#desktop/tray.ts';
import { createTrayClicks } from '#desktop/tray-clicks.ts';
import { systemLocale } from '#desktop/wall-time.ts';
import type { Application } from '#handlers/application.ts';
import { failures, glimpse } from '#handlers/glimpse.ts';
import { RecentJobs } from '#handlers/recent.ts';
import { platform, report } from './launch.ts';

/** What the tray's menu tells of. */
const MOVES_TRAY = new Set<EventName>([
  ...(['scheduler.changed', 'job.changed', 'job.removed'] as const),
  ...(['attention.changed', 'settings.changed', 'ledger.replaced'] as const),
]);

export interface HangTrayParts {
  application: Application;
  handlers: Handlers;
  images: string;
  quit: () => Promise<void>;
}

/** Hangs up what is seen of Belfry outside its window, the tray and the badge, and keeps the computer awake for jobs that ask. */
export function hangTray({ application, handlers, images, quit }: HangTrayParts) {
  const { attention, bus, desktop, launcher, roster } = application;
  const recent = new RecentJobs(application);
  const tray = createTray({
    imageFolder: images,
    report,
    state: async () => ({
      ...(await glimpse(application, recent.list)),
      ...{ live: platform !== 'linux', locale: systemLocale() },
    }),
    act: createTrayClicks({
      ...{ handlers, show: desktop.show, quit, now: systemClock.now },
      refuse: (error) => {
        report(error);
        tellRefusal(error);
      },
    }),
  });
  const badge = createBadge(images);
  const keepAwake = createKeepAwake();
  const wantsAwake = (jobId: number) => roster.jobs.get(jobId)?.job.policy.keepAwake === true;
  bus.subscribe((name) => {
    if (name === 'runs.changed') keepAwake.set(launcher.running.some(({ jobId }) => wantsAwake(jobId)));
    if (name === 'attention.changed') badge.show(failures(attention.latest).length);
    if (MOVES_TRAY.has(name)) tray.refresh();
  });
  return {
    tray,
    /** From here on it knows what needs attention; to be called when the scheduler has started. */
    watch: async () => {
      attention.watch(systemTimers);
      await Promise.all([attention.read(), recent.watch()]);
      tray.refresh();
    },
  };
}
