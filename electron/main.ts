import { availableParallelism, homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { app, dialog, ipcMain, nativeTheme } from 'electron';
import { loginEnvironment } from '#actions/environment.ts';
import { createExecutor } from '#actions/index.ts';
import { processKeeper } from '#actions/keeper.ts';
import { createMailer } from '#actions/mail.ts';
import { createSecrets } from '#actions/secrets.ts';
import type { Settings } from '#contract/settings.ts';
import { DailyBackup } from '#core/daily-backup.ts';
import { createEngine } from '#core/engine.ts';
import { createAlarm } from '#desktop/alarm.ts';
import { choose } from '#desktop/choose.ts';
import { systemClock, systemTimers } from '#desktop/clock.ts';
import { createFileWatch } from '#desktop/files.ts';
import { createSamples } from '#desktop/first-start.ts';
import { claimDataFolder, launchArguments } from '#desktop/instance.ts';
import { systemKeyStore } from '#desktop/key-store.ts';
import { createNeighbours } from '#desktop/neighbours.ts';
import { applicationPaths } from '#desktop/paths.ts';
import { watchPower } from '#desktop/power.ts';
import { declareScheme, serveWindow } from '#desktop/protocol.ts';
import { setUpQuit } from '#desktop/quit.ts';
import { surroundings } from '#desktop/surroundings.ts';
import { createTray } from '#desktop/tray.ts';
import type { TrayAction } from '#desktop/tray-menu.ts';
import { createMainWindow } from '#desktop/window.ts';
import { dataFolder, socketAddress } from '#doors/address.ts';
import { createDispatch } from '#doors/dispatch.ts';
import { createGate } from '#doors/gate.ts';
import { openIpc } from '#doors/ipc.ts';
import { openSocket } from '#doors/socket.ts';
import { createAnnouncer } from '#handlers/announcer.ts';
import { type Application, jobSummaries } from '#handlers/application.ts';
import { backupList } from '#handlers/backups.ts';
import { Bus } from '#handlers/bus.ts';
import { glimpse } from '#handlers/glimpse.ts';
import { createHandlers } from '#handlers/index.ts';
import { readyLine } from '#handlers/ready.ts';
import { schedulerStatus } from '#handlers/schedule.ts';
import { openStore } from '#store/index.ts';
import { openSecrets } from '#store/secrets.ts';

const here = dirname(fileURLToPath(import.meta.url));
/** Replaced once secrets are known: a log holds none. */
let mask = (said: string) => said;
const report = (error: unknown) => console.error(mask(inspect(error)));
const launch = launchArguments(process.argv.slice(1));
const { env: environment, platform } = process;
const data = dataFolder({ argument: launch.data, environment, platform, home: homedir() });

declareScheme();
if (claimDataFolder(data)) {
  app.whenReady().then(start).catch(refuseToStart);
} else {
  console.log(`Belfry is already running on ${data}; its window comes to the front.`);
  app.exit(0);
}

async function start(): Promise<void> {
  // The tray keeps Belfry alive when its window closes.
  app.on('window-all-closed', () => {});
  const paths = applicationPaths(here);
  const loginShell = loginEnvironment();
  let baseEnvironment: Record<string, string> = {};

  const store = await openStore(data, app.getVersion());
  const keeper = await openSecrets(data, systemKeyStore);
  const secrets = createSecrets(keeper);
  mask = secrets.mask;
  let settings = await store.settings.get();
  const zone = () => settings.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;

  const bus = new Bus();
  const announcer = createAnnouncer({
    ...{ bus, report, timers: systemTimers },
    summaries: (ids) => jobSummaries(application, ids),
    status: () => schedulerStatus(application),
  });
  const jobsFolder = join(data, 'jobs');
  const execute = createExecutor({
    ...{ jobsFolder, functionHost: paths.functionHost, nodePath: process.execPath, homeFolder: homedir() },
    ...{ secrets, baseEnvironment: () => baseEnvironment, mailAccount: () => settings.smtp },
  });
  const engine = createEngine({
    ...{ store, execute, announcer, zone, report, random: Math.random, clock: systemClock, timers: systemTimers },
    alarm: createAlarm(report),
    ...{ surroundings, watchFiles: createFileWatch(report), processes: processKeeper },
    settings: () => settings,
    defaultConcurrency: Math.max(4, 2 * availableParallelism()),
  });

  const backupFolder = () => settings.backup.folder ?? join(data, 'backups');
  const dailyBackup = new DailyBackup({
    ...{ store, report, clock: systemClock, timers: systemTimers, folder: backupFolder },
    settings: () => settings.backup,
    activity: () => ({ running: engine.admission.running, nextAt: engine.scheduler.next()?.at ?? null }),
    onChange: () => void backupList(application).then((list) => bus.emit('backups.changed', list), report),
  });

  const window = createMainWindow(paths.preload);
  const application: Application = {
    ...{ ...engine, store, bus, zone, clock: systemClock, dataFolder: data, version: app.getVersion() },
    ...{
      sendMail: createMailer(() => baseEnvironment, secrets.resolve),
      settings: () => settings,
      applySettings,
      secrets: keeper,
      dailyBackup,
      backupFolder,
      neighbours: createNeighbours({ choose: () => choose('folder') }),
    },
    holdRequests: () => gate.hold(),
    desktop: { choose, show: window.show, controlWindow: window.control, quit: () => void quit() },
  };
  const handlers = createHandlers(application);
  const gate = createGate(createDispatch(handlers, report), 'backup.restore');
  const { dispatch } = gate;
  openIpc({ ipc: ipcMain, isTrusted: window.owns, dispatch });
  const socket = await openSocket({ address: socketAddress(data, platform), dispatch, subscribe: bus.subscribe });
  serveWindow(paths.window);

  const tray = createTray({
    imageFolder: paths.trayImages,
    report,
    state: async () => ({ ...(await glimpse(application)), live: platform !== 'linux', locale: app.getLocale() }),
    act: (action) => void actOn(action).catch(report),
  });
  bus.subscribe((name, payload) => {
    window.send(name, payload);
    if (name === 'scheduler.changed' || name === 'job.changed' || name === 'job.removed' || name === 'ledger.replaced')
      tray.refresh();
  });
  // For tests and debugging: what hangs in the tray, and its menu.
  Object.assign(app, { belfryTray: tray });

  const { quit } = setUpQuit({
    ...{ report, running: () => engine.admission.running, shutdown: engine.shutdown },
    close: async () => {
      dailyBackup.halt();
      await socket.close();
      tray.destroy();
      await store.settings.setAliveAt(Date.now());
      await store.close();
    },
  });
  app.on('second-instance', () => window.show());
  app.on('activate', () => window.show());
  watchPower(
    () => engine.scheduler.suspend(),
    () => void engine.scheduler.resumeFromSleep(),
  );
  nativeTheme.themeSource = settings.theme;
  if (!launch.hidden) window.show();

  baseEnvironment = await loginShell;
  if ((await store.settings.aliveAt()) === null) await createSamples(paths.sampleJobs, jobsFolder, handlers);
  await store.settings.setAliveAt(Date.now());
  await engine.scheduler.start(settings.schedulerOn);
  dailyBackup.start();
  announcer.scheduler();
  console.log(readyLine(await schedulerStatus(application)));

  async function applySettings(changed: Settings): Promise<void> {
    const before = settings;
    settings = changed;
    nativeTheme.themeSource = changed.theme;
    engine.admission.setLimit(changed.concurrency ?? Math.max(4, 2 * availableParallelism()));
    engine.launcher.pump();
    if (changed.zone !== before.zone) await engine.scheduler.rezone();
    if (changed.schedulerOn) await engine.scheduler.switchOn();
    else await engine.scheduler.switchOff();
  }

  async function actOn(action: TrayAction): Promise<void> {
    switch (action.do) {
      case 'run':
        return void (await handlers['jobs.run']({ job: action.jobId }));
      case 'stop':
        return void (await handlers['runs.stop']({ id: action.runId }));
      case 'pause':
        return void (await handlers['scheduler.pause']({ until: action.until }));
      case 'resume':
        return void (await handlers['scheduler.resume']({}));
      case 'show':
        return window.show(action.path);
      case 'quit':
        return quit();
    }
  }
}

function refuseToStart(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  console.error(message);
  if (environment.BELFRY_NO_DIALOG === undefined) dialog.showErrorBox('Belfry cannot start', message);
  app.exit(1);
}
