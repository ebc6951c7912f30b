import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import { createActing } from '#actions/acting.ts';
import { processKeeper } from '#actions/keeper.ts';
import type { Handlers } from '#contract/api.ts';
import type { Settings } from '#contract/settings.ts';
import { createEngine } from '#core/engine.ts';
import { createHousekeeping } from '#core/housekeeping.ts';
import { createAbilities } from '#desktop/abilities.ts';
import { createAlarm } from '#desktop/alarm.ts';
import { systemClock, systemTimers, systemZone } from '#desktop/clock.ts';
import { placeOf } from '#desktop/deep-link.ts';
import { createFileWatch } from '#desktop/files.ts';
import { createSamples } from '#desktop/first-start.ts';
import type { Links } from '#desktop/links.ts';
import { createNeighbours } from '#desktop/neighbours.ts';
import { createDesktopNotices, tellRefusal } from '#desktop/notices.ts';
import { createOnlookers } from '#desktop/onlookers.ts';
import type { Paths } from '#desktop/paths.ts';
import { watchPower } from '#desktop/power.ts';
import { setUpQuit } from '#desktop/quit.ts';
import { createSavedOutput } from '#desktop/saved-output.ts';
import { surroundings } from '#desktop/surroundings.ts';
import { createTrayClicks } from '#desktop/tray-clicks.ts';
import { trimHeap } from '#desktop/trim.ts';
import { createUpdates } from '#desktop/updates.ts';
import { systemLocale, wallTime } from '#desktop/wall-time.ts';
import { socketAddress } from '#doors/address.ts';
import type { Dispatch } from '#doors/dispatch.ts';
import { createDoors } from '#doors/open.ts';
import { createAnnouncer } from '#handlers/announcer.ts';
import { type Application, jobSummaries } from '#handlers/application.ts';
import { AttentionList } from '#handlers/attention.ts';
import { backupList } from '#handlers/backups.ts';
import { Bus } from '#handlers/bus.ts';
import { failures, glimpse } from '#handlers/glimpse.ts';
import { createHandlers } from '#handlers/index.ts';
import { readyLine, removedLine } from '#handlers/ready.ts';
import { RecentJobs } from '#handlers/recent.ts';
import { schedulerStatus } from '#handlers/schedule.ts';
import { type Early, type Kept, refuseToStart } from './kept.ts';

/** What launch.ts has at hand when the rest of the application is loaded. */
export interface Launched extends Early {
  paths: Paths;
  links: Links;
  /** Lets the window's requests in. */
  answer: (dispatch: Dispatch) => void;
}

/** Brings the application up on what is kept; says why when it cannot, and exits. */
export async function run(launched: Launched, kept: Kept): Promise<void> {
  await start(launched, kept).catch((error) => refuseToStart(error, kept.log));
}

async function start(launched: Launched, kept: Kept): Promise<void> {
  const { data, paths, tray, window, links, answer } = launched;
  const { log, masking, store, secrets, login, preferences } = kept;
  const { report } = log;
  const shared = { report, clock: systemClock, timers: systemTimers };
  const settings = () => preferences.now;
  const zone = () => settings().zone ?? systemZone();

  const programs = { functionHost: paths.functionHost, sqlHost: paths.sqlHost, nodePath: process.execPath };
  const acting = await createActing({
    ...{ ...programs, dataFolder: data, keeper: secrets, mailAccount: () => settings().smtp },
    sharedVariables: () => settings().variables,
  });
  masking.mask = acting.secrets.mask;
  // No run starts before the user's shell has told its environment, which some take seconds for, and the key store its
  // secrets; all else goes on.
  const prepared = Promise.all([acting.environment.refresh(), secrets.ready]);
  const bus = new Bus();
  const announcer = createAnnouncer({
    ...{ ...shared, bus, summaries: (ids) => jobSummaries(application, ids) },
    status: () => schedulerStatus(application),
  });
  const runAgain = (id: number) => void Promise.resolve(handlers['runs.again']({ id })).catch(tellRefusal);
  const notifier = { ...acting.notify, desktop: createDesktopNotices({ show: window.show, runAgain }) };
  const defaultConcurrency = Math.max(4, 2 * availableParallelism());
  const engine = createEngine({
    ...{ ...shared, store, notifier, announcer, settings, zone, surroundings, defaultConcurrency },
    ...{ execute: acting.execute, processes: processKeeper, random: Math.random, prepared, mask: acting.secrets.mask },
    ...{ alarm: createAlarm(report), watchFiles: createFileWatch(report) },
    wallTime: (at) => wallTime(at, settings().hourCycle),
  });
  const backupFolder = () => settings().backup.folder ?? join(data, 'backups');
  window.onGone(() => void engine.tests.stopAll());
  const house = createHousekeeping({
    ...{ ...shared, engine, store, settings, defaultConcurrency, folder: backupFolder },
    backedUp: () => void backupList(application).then((list) => bus.emit('backups.changed', list), report),
    told: (removed) => {
      console.log(removedLine(removed));
      bus.emit('runs.removed', { runs: removed.runs });
    },
  });
  const updates = createUpdates({
    ...{ mode: () => settings().updates, note: log.note, leave: (install) => quit(undefined, install) },
    onChange: (state) => bus.emit('update.changed', state),
  });
  const savedOutput = createSavedOutput();
  const desktop = createAbilities({ dataFolder: data, window, savedOutput, quit: () => void quit() });

  const parts: Omit<Application, 'attention'> = {
    ...{ ...shared, ...engine, store, bus, zone, settings, applySettings, secrets, notifier, backupFolder },
    ...{ environment: acting.environment, sendMail: acting.sendMail, dailyBackup: house.dailyBackup },
    ...{ dataFolder: data, version: app.getVersion(), desktop: { ...desktop, updates } },
    neighbours: createNeighbours({ choose: () => desktop.choose('folder') }),
    holdRequests: () => doors.hold(),
  };
  const application: Application = { ...parts, attention: new AttentionList(parts) };
  const handlers = createHandlers(application);
  const address = socketAddress(data, process.platform);
  const doors = createDoors({ ...{ handlers, report, address, subscribe: bus.subscribe }, mask: acting.secrets.mask });
  // What is asked first is about jobs that are armed, and a run of now is no leftover of an earlier Belfry.
  const letIn = await doors.hold();
  answer(doors.dispatch);
  const socket = await doors.listen();

  const recent = showOnDesktop(launched, application, handlers, () => quit());
  const { quit } = setUpQuit({
    ...{ report, running: () => engine.admission.running, shutdown: engine.shutdown },
    close: async () => {
      await Promise.all([socket.close(), house.stop(), savedOutput.clear()]);
      tray.destroy();
      await store.close();
    },
  });
  links.follow({ open: (link) => void openLink(link).catch(report), show: () => window.show() });
  watchPower({
    onSuspend: () => engine.scheduler.suspend(),
    onResume: () => void engine.scheduler.resumeFromSleep(),
    onUnlock: () => void engine.scheduler.tick(),
  });

  if ((await store.settings.aliveAt()) === null) await createSamples(paths.sampleJobs, acting.jobsFolder, handlers);
  await engine.scheduler.start(settings().schedulerOn);
  letIn();
  if (login.isOn()) await login.set(true);
  house.dailyBackup.start();
  updates.follow();
  application.attention.watch(systemTimers);
  void Promise.all([application.attention.read(), recent.watch()]).then(() => tray.refresh(), report);
  const [{ problem }] = await prepared;
  if (problem) report(problem);
  announcer.scheduler();
  log.note(readyLine(await schedulerStatus(application)));
  trimHeap();

  async function openLink(link: string): Promise<void> {
    window.show(await placeOf(link, (ref) => store.jobs.find(ref)));
  }

  async function applySettings(changed: Settings): Promise<void> {
    const before = settings();
    await preferences.apply(changed);
    if (changed.updates !== before.updates) updates.follow();
    await house.apply(changed, before);
  }
}

/** Lets tray, window, badge and what keeps the computer awake hear what happens; returns the jobs that the tray offers. */
function showOnDesktop(
  { tray, window, paths }: Launched,
  application: Application,
  handlers: Handlers,
  quit: () => Promise<void>,
): RecentJobs {
  const { report, settings, roster, launcher, attention, bus } = application;
  const recent = new RecentJobs(application);
  const here = { live: process.platform !== 'linux', locale: systemLocale() };
  tray.follow({
    report,
    state: async () => ({ ...(await glimpse(application, recent.list)), ...here }),
    act: createTrayClicks({
      ...{ handlers, show: window.show, quit, now: systemClock.now },
      refuse: (error) => {
        report(error);
        tellRefusal(error);
      },
    }),
  });
  // For tests and debugging: what hangs in the tray, and its menu.
  Object.assign(app, { belfryTray: tray });
  const keepsAwake = (id: number) => settings().keepAwake || roster.jobs.get(id)?.job.policy.keepAwake === true;
  bus.subscribe(
    createOnlookers({
      ...{ window, tray, trayImages: paths.trayImages },
      wantsAwake: () => launcher.running.some(({ jobId }) => keepsAwake(jobId)),
      failures: () => failures(attention.latest).length,
    }),
  );
  return recent;
}
