import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { createActing } from '#actions/acting.ts';
import { processKeeper } from '#actions/keeper.ts';
import type { Settings } from '#contract/settings.ts';
import { createEngine } from '#core/engine.ts';
import { createHousekeeping } from '#core/housekeeping.ts';
import { createAbilities } from '#desktop/abilities.ts';
import { createAlarm } from '#desktop/alarm.ts';
import { systemClock, systemTimers, systemZone } from '#desktop/clock.ts';
import { setUpCrashHandling } from '#desktop/crash.ts';
import { placeOf } from '#desktop/deep-link.ts';
import { createFileWatch } from '#desktop/files.ts';
import { createSamples } from '#desktop/first-start.ts';
import type { LaunchArguments } from '#desktop/instance.ts';
import { systemKeyStore } from '#desktop/key-store.ts';
import type { Links } from '#desktop/links.ts';
import { type Log, openLog } from '#desktop/log.ts';
import { configHome, loginItem, startCommand } from '#desktop/login-item.ts';
import { createNeighbours } from '#desktop/neighbours.ts';
import { createDesktopNotices, tellRefusal } from '#desktop/notices.ts';
import { createOnlookers } from '#desktop/onlookers.ts';
import type { Paths } from '#desktop/paths.ts';
import { watchPower } from '#desktop/power.ts';
import { openPreferences } from '#desktop/preferences.ts';
import { setUpQuit } from '#desktop/quit.ts';
import { createSavedOutput } from '#desktop/saved-output.ts';
import { surroundings } from '#desktop/surroundings.ts';
import type { BelfryTray } from '#desktop/tray.ts';
import { createTrayClicks } from '#desktop/tray-clicks.ts';
import { trimHeap } from '#desktop/trim.ts';
import { createUpdates } from '#desktop/updates.ts';
import { systemLocale, wallTime } from '#desktop/wall-time.ts';
import type { MainWindow } from '#desktop/window.ts';
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
import { openStore } from '#store/index.ts';
import { openSecrets } from '#store/secrets.ts';

/** Replaced once secrets are known: a log holds none. */
let mask = (said: string) => said;

/** What launch.ts has at hand when the rest of the application is loaded. */
export interface Launched {
  launch: LaunchArguments;
  data: string;
  paths: Paths;
  tray: BelfryTray;
  window: MainWindow;
  links: Links;
  /** Lets the window's requests in. */
  answer: (dispatch: Dispatch) => void;
}

/** Brings the application up on a data folder that is ours; says why when it cannot, and exits. */
export async function run(launched: Launched): Promise<void> {
  const log = openLog(launched.data, { mask: (said) => mask(said) });
  await start(launched, log).catch((error) => refuseToStart(error, log));
}

async function start({ launch, data, paths, tray, window, links, answer }: Launched, log: Log): Promise<void> {
  const { report } = log;
  const shared = { report, clock: systemClock, timers: systemTimers };
  const { env: environment, platform } = process;
  setUpCrashHandling({ log, quiet: environment.BELFRY_NO_DIALOG !== undefined, restart });

  const store = await openStore(data, app.getVersion());
  const secrets = await openSecrets(data, systemKeyStore, systemTimers);
  const login = loginItem({ platform, command: startCommand(launch.data), configHome: configHome(environment) });
  const preferences = await openPreferences({ store: store.settings, login, zoom: window.zoom });
  const settings = () => preferences.now;
  const zone = () => settings().zone ?? systemZone();
  window.follow({
    places: await store.settings.windowPlaces(),
    keep: (places) => void store.settings.setWindowPlaces(places).catch(report),
    zoom: () => settings().zoom,
    onGone: () => void engine.tests.stopAll(),
    onClosed: trimHeap,
  });

  const programs = { functionHost: paths.functionHost, sqlHost: paths.sqlHost, nodePath: process.execPath };
  const acting = await createActing({
    ...{ ...programs, dataFolder: data, keeper: secrets, mailAccount: () => settings().smtp },
    sharedVariables: () => settings().variables,
  });
  mask = acting.secrets.mask;
  // The window's data needs no shell, but the bells do: it is asked while the rest is put together.
  const looked = acting.environment.refresh();
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
    ...{ execute: acting.execute, processes: processKeeper, random: Math.random, mask: acting.secrets.mask },
    ...{ alarm: createAlarm(report), watchFiles: createFileWatch(report) },
    wallTime: (at) => wallTime(at, settings().hourCycle),
  });
  const backupFolder = () => settings().backup.folder ?? join(data, 'backups');
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
  const address = socketAddress(data, platform);
  const doors = createDoors({ ...{ handlers, report, address, subscribe: bus.subscribe }, mask: (said) => mask(said) });
  answer(doors.dispatch);
  const socket = await doors.listen();

  const recent = new RecentJobs(application);
  const here = { live: platform !== 'linux', locale: systemLocale() };
  tray.follow({
    report,
    state: async () => ({ ...(await glimpse(application, recent.list)), ...here }),
    act: createTrayClicks({
      ...{ handlers, show: window.show, quit: () => quit(), now: systemClock.now },
      refuse: (error) => {
        report(error);
        tellRefusal(error);
      },
    }),
  });
  // For tests and debugging: what hangs in the tray, and its menu.
  Object.assign(app, { belfryTray: tray });
  const keepsAwake = (id: number) => settings().keepAwake || engine.roster.jobs.get(id)?.job.policy.keepAwake === true;
  bus.subscribe(
    createOnlookers({
      ...{ window, tray, trayImages: paths.trayImages },
      wantsAwake: () => engine.launcher.running.some(({ jobId }) => keepsAwake(jobId)),
      failures: () => failures(application.attention.latest).length,
    }),
  );
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

  const { problem } = await looked;
  if (problem) report(problem);
  await secrets.ready;
  if ((await store.settings.aliveAt()) === null) await createSamples(paths.sampleJobs, acting.jobsFolder, handlers);
  if (login.isOn()) await login.set(true);
  await engine.scheduler.start(settings().schedulerOn);
  house.dailyBackup.start();
  updates.follow();
  application.attention.watch(systemTimers);
  void Promise.all([application.attention.read(), recent.watch()]).then(() => tray.refresh(), report);
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

function restart(): void {
  app.relaunch();
  app.exit(1);
}

function refuseToStart(error: unknown, log: Log): void {
  const message = error instanceof Error ? error.message : String(error);
  log.report(message);
  if (process.env.BELFRY_NO_DIALOG === undefined) dialog.showErrorBox('Belfry cannot start', message);
  app.exit(1);
}
