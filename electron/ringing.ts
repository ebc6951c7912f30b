import { availableParallelism, homedir } from 'node:os';
import { join } from 'node:path';
import { createExecutor } from '#actions/index.ts';
import { processKeeper } from '#actions/keeper.ts';
import { createMailer } from '#actions/mail.ts';
import { createNotify } from '#actions/notify.ts';
import type { keepEnvironment } from '#actions/user-environment.ts';
import { DailyBackup } from '#core/daily-backup.ts';
import { createEngine } from '#core/engine.ts';
import { Retention } from '#core/retention.ts';
import { createAlarm } from '#desktop/alarm.ts';
import { systemClock, systemTimers } from '#desktop/clock.ts';
import { createFileWatch } from '#desktop/files.ts';
import { createDesktopNotices, type DesktopNoticeParts } from '#desktop/notices.ts';
import type { Paths } from '#desktop/paths.ts';
import { surroundings } from '#desktop/surroundings.ts';
import { wallTime } from '#desktop/wall-time.ts';
import { createAnnouncer } from '#handlers/announcer.ts';
import { type Application, jobSummaries } from '#handlers/application.ts';
import { backupList } from '#handlers/backups.ts';
import type { Bus } from '#handlers/bus.ts';
import { removedLine } from '#handlers/ready.ts';
import { schedulerStatus } from '#handlers/schedule.ts';
import type { Kept } from './kept.ts';
import { data, report } from './launch.ts';

const time = { clock: systemClock, timers: systemTimers };
/** Runs at once where the settings name no number. */
export const usualConcurrency = Math.max(4, 2 * availableParallelism());
export const jobsFolder = join(data, 'jobs');

export interface RingingParts extends DesktopNoticeParts {
  kept: Kept;
  bus: Bus;
  paths: Paths;
  userEnvironment: ReturnType<typeof keepEnvironment>;
  /** Asked for only when something happens: it is put together from what is made here. */
  application: () => Application;
}

export type Ringing = ReturnType<typeof createRinging>;

/** The engine with all that it works with, and what keeps the ledger safe and small. */
export function createRinging({ kept, bus, paths, userEnvironment, application, ...notices }: RingingParts) {
  const { store, secrets, settings, zone } = kept;
  const mailAccount = () => settings().smtp;
  const baseEnvironment = () => userEnvironment.variables;
  const announcer = createAnnouncer({
    ...{ bus, report, timers: systemTimers },
    summaries: (ids) => jobSummaries(application(), ids),
    status: () => schedulerStatus(application()),
  });
  const execute = createExecutor({
    ...{ jobsFolder, functionHost: paths.functionHost, sqlHost: paths.sqlHost },
    ...{ nodePath: process.execPath, homeFolder: homedir() },
    ...{ secrets, baseEnvironment, mailAccount },
  });
  const sendMail = createMailer(baseEnvironment, secrets.resolve);
  const notifier = {
    ...createNotify({ sendMail, mailAccount, reveal: secrets.resolve }),
    desktop: createDesktopNotices(notices),
  };
  const engine = createEngine({
    ...{ notifier, wallTime: (at) => wallTime(at, settings().hourCycle) },
    ...{ ...time, store, execute, announcer, zone, report, random: Math.random, alarm: createAlarm(report) },
    ...{ surroundings, watchFiles: createFileWatch(report), processes: processKeeper },
    ...{ settings, defaultConcurrency: usualConcurrency },
  });
  const backupFolder = () => settings().backup.folder ?? join(data, 'backups');
  const dailyBackup = new DailyBackup({
    ...{ ...time, store, report, folder: backupFolder, settings: () => settings().backup },
    activity: () => ({ running: engine.admission.running, nextAt: engine.scheduler.next()?.at ?? null }),
    onChange: () => void backupList(application()).then((list) => bus.emit('backups.changed', list), report),
  });
  const retention = new Retention({
    ...{ ...time, store, report, settings },
    told: (removed) => {
      console.log(removedLine(removed));
      bus.emit('runs.removed', { runs: removed.runs });
    },
  });
  return { engine, announcer, sendMail, notifier, backupFolder, dailyBackup, retention };
}
