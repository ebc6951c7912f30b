import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, dialog, ipcMain, nativeTheme } from 'electron';
import { sweepScripts } from '#actions/script.ts';
import { keepEnvironment } from '#actions/user-environment.ts';
import { choose } from '#desktop/choose.ts';
import { systemClock } from '#desktop/clock.ts';
import { setUpCrashHandling } from '#desktop/crash.ts';
import { placeOf } from '#desktop/deep-link.ts';
import { createSamples } from '#desktop/first-start.ts';
import { computer, desktopChecks } from '#desktop/health.ts';
import { claimDataFolder } from '#desktop/instance.ts';
import { setUpLinks } from '#desktop/links.ts';
import { startedByLogin } from '#desktop/login-item.ts';
import { setUpMenu } from '#desktop/menu.ts';
import { applicationPaths } from '#desktop/paths.ts';
import { watchPower } from '#desktop/power.ts';
import { declareScheme, serveWindow } from '#desktop/protocol.ts';
import { setUpQuit } from '#desktop/quit.ts';
import { createSavedOutput } from '#desktop/saved-output.ts';
import { createMainWindow } from '#desktop/window.ts';
import { socketAddress } from '#doors/address.ts';
import { createDispatch } from '#doors/dispatch.ts';
import { createGate } from '#doors/gate.ts';
import { openIpc } from '#doors/ipc.ts';
import { openSocket } from '#doors/socket.ts';
import type { Application } from '#handlers/application.ts';
import { AttentionList } from '#handlers/attention.ts';
import { Bus } from '#handlers/bus.ts';
import { createHandlers } from '#handlers/index.ts';
import { readyLine } from '#handlers/ready.ts';
import { schedulerStatus } from '#handlers/schedule.ts';
import { settingsApplier } from './apply-settings.ts';
import { hangTray } from './hang-tray.ts';
import { openKept } from './kept.ts';
import { data, environment, launch, log, mask, platform, report } from './launch.ts';
import { createRinging, jobsFolder } from './ringing.ts';

declareScheme();
setUpMenu();
if (claimDataFolder(data)) {
  app.whenReady().then(start).catch(refuseToStart);
} else {
  console.log(`Belfry is already running on ${data}; its window comes to the front.`);
  app.exit(0);
}

/** Store, core, doors, tray; then the bells ring. */
async function start(): Promise<void> {
  setUpCrashHandling({ log, quiet: environment.BELFRY_NO_DIALOG !== undefined, restart });
  // The tray keeps Belfry alive when its window closes.
  app.on('window-all-closed', () => {});
  const paths = applicationPaths(dirname(fileURLToPath(import.meta.url)));
  const userEnvironment = keepEnvironment();
  const looked = userEnvironment.refresh();

  const kept = await openKept();
  const { store, settings, login } = kept;
  await sweepScripts(jobsFolder);

  const bus = new Bus();
  const ringing = createRinging({
    ...{ kept, bus, paths, userEnvironment, application: () => application },
    show: (path) => window.show(path),
    runAgain: (job) => void Promise.resolve(handlers['jobs.run']({ job })).catch(report),
  });
  const { engine, announcer, dailyBackup, retention, ...given } = ringing;
  const savedOutput = createSavedOutput();
  const window = createMainWindow({
    preload: paths.preload,
    places: await store.settings.windowPlaces(),
    keep: (places) => void store.settings.setWindowPlaces(places).catch(report),
    zoom: () => settings().zoom,
    onGone: () => void engine.tests.stopAll(),
  });
  const parts: Omit<Application, 'attention'> = {
    ...{ report, ...engine, ...given, store, bus, settings, dailyBackup },
    ...{ zone: kept.zone, clock: systemClock, dataFolder: data, version: app.getVersion() },
    ...{ environment: userEnvironment, secrets: kept.keeper, applySettings: settingsApplier(kept, ringing, window) },
    holdRequests: () => gate.hold(),
    desktop: {
      ...{ choose, computer, show: window.show, controlWindow: window.control, ...savedOutput },
      quit: () => void quit(),
      checks: () => desktopChecks(data),
    },
  };
  const application: Application = { ...parts, attention: new AttentionList(parts) };

  const handlers = createHandlers(application);
  const gate = createGate(createDispatch(handlers, report, mask), 'backup.restore');
  const { dispatch } = gate;
  openIpc({ ipc: ipcMain, isTrusted: window.owns, dispatch });
  const socket = await openSocket({ address: socketAddress(data, platform), dispatch, subscribe: bus.subscribe });
  bus.subscribe(window.send);
  serveWindow(paths.window);

  const { tray, watch } = hangTray({ application, handlers, images: paths.trayImages, quit: () => quit() });
  // For tests and debugging: what hangs in the tray, and its menu.
  Object.assign(app, { belfryTray: tray });

  const { quit } = setUpQuit({
    ...{ report, running: () => engine.admission.running, shutdown: engine.shutdown },
    close: async () => {
      dailyBackup.halt();
      await Promise.all([socket.close(), retention.stop(), savedOutput.clear()]);
      tray.destroy();
      await store.close();
    },
  });
  const openLink = async (link: string) => window.show(await placeOf(link, (ref) => store.jobs.find(ref)));
  setUpLinks({ open: (link) => void openLink(link).catch(report), show: () => window.show() });
  watchPower({
    onSuspend: () => engine.scheduler.suspend(),
    onResume: () => void engine.scheduler.resumeFromSleep(),
    onUnlock: () => void engine.scheduler.tick(),
  });
  nativeTheme.themeSource = settings().theme;
  if (launch.link !== undefined) await openLink(launch.link);
  else if (!launch.hidden && !startedByLogin()) window.show();

  const { problem } = await looked;
  if (problem) report(problem);
  if ((await store.settings.aliveAt()) === null) await createSamples(paths.sampleJobs, jobsFolder, handlers);
  if (login.isOn()) await login.set(true);
  await engine.scheduler.start(settings().schedulerOn);
  dailyBackup.start();
  void watch().catch(report);
  announcer.scheduler();
  log.note(readyLine(await schedulerStatus(application)));
}

function restart(): void {
  app.relaunch();
  app.exit(1);
}

function refuseToStart(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  report(message);
  if (environment.BELFRY_NO_DIALOG === undefined) dialog.showErrorBox('Belfry cannot start', message);
  app.exit(1);
}
