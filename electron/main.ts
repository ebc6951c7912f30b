import { availableParallelism, homedir } from 'node:os';
import { join } from 'node:path';
import { app, dialog, nativeTheme } from 'electron';
import { createExecutor } from '#actions/index.ts';
import { processKeeper } from '#actions/keeper.ts';
import { createMailer } from '#actions/mail.ts';
import { createNotify } from '#actions/notify.ts';
import { sweepScripts } from '#actions/script.ts';
import { createSecrets } from '#actions/secrets.ts';
import { keepEnvironment } from '#actions/user-environment.ts';
import type { EventName } from '#contract/api.ts';
import type { Settings } from '#contract/settings.ts';
import { DailyBackup } from '#core/daily-backup.ts';
import { createEngine } from '#core/engine.ts';
import { Retention } from '#core/retention.ts';
import { createAlarm } from '#desktop/alarm.ts';
import { createBadge } from '#desktop/badge.ts';
import { choose } from '#desktop/choose.ts';
import { systemClock, systemTimers, systemZone } from '#desktop/clock.ts';
import { setUpCrashHandling } from '#desktop/crash.ts';
import { placeOf } from '#desktop/deep-link.ts';
import { createFileWatch } from '#desktop/files.ts';
import { createSamples } from '#desktop/first-start.ts';
import { computer, desktopChecks } from '#desktop/health.ts';
import type { LaunchArguments } from '#desktop/instance.ts';
import { createKeepAwake } from '#desktop/keep-awake.ts';
import { systemKeyStore } from '#desktop/key-store.ts';
import type { Links } from '#desktop/links.ts';
import { type Log, openLog } from '#desktop/log.ts';
import { configHome, loginItem, startCommand } from '#desktop/login-item.ts';
import { createNeighbours } from '#desktop/neighbours.ts';
import { createDesktopNotices, tellRefusal } from '#desktop/notices.ts';
import type { Paths } from '#desktop/paths.ts';
import { watchPower } from '#desktop/power.ts';
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
import { createDispatch, type Dispatch } from '#doors/dispatch.ts';
import { createGate } from '#doors/gate.ts';
import { openSocket } from '#doors/socket.ts';
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

const { env: environment, platform } = process;
/** Replaced once secrets are known: a log holds none. */
let mask = (said: string) => said;

/** What the tray's menu tells of. */
const MOVES_TRAY = new Set<EventName>([
  ...(['scheduler.changed', 'job.changed', 'job.removed'] as const),
  ...(['attention.changed', 'settings.changed', 'ledger.replaced'] as const),
]);

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
  setUpCrashHandling({ log, quiet: environment.BELFRY_NO_DIALOG !== undefined, restart });
  const userEnvironment = keepEnvironment();

  const store = await openStore(data, app.getVersion());
  const keeper = await openSecrets(data, systemKeyStore);
  const secrets = createSecrets(keeper);
  mask = secrets.mask;
  const login = loginItem({ platform, command: startCommand(launch.data), configHome: configHome(environment) });
  let settings = await store.settings.get();
  // What was changed in the system's own list holds.
  if (settings.startWithComputer !== login.isOn())
    settings = await store.settings.set({ startWithComputer: login.isOn() });
  nativeTheme.themeSource = settings.theme;
  const zone = () => settings.zone ?? systemZone();

  const bus = new Bus();
  const announcer = createAnnouncer({
    ...{ bus, report, timers: systemTimers },
    summaries: (ids) => jobSummaries(application, ids),
    status: () => schedulerStatus(application),
  });
  const jobsFolder = join(data, 'jobs');
  await sweepScripts(jobsFolder);
  const execute = createExecutor({
    ...{ jobsFolder, functionHost: paths.functionHost, sqlHost: paths.sqlHost },
    ...{ nodePath: process.execPath, homeFolder: homedir() },
    ...{ secrets, baseEnvironment: () => userEnvironment.variables, mailAccount: () => settings.smtp },
  });
  const sendMail = createMailer(() => userEnvironment.variables, secrets.resolve);
  const notifier = {
    ...createNotify({ sendMail, mailAccount: () => settings.smtp, reveal: secrets.resolve }),
    desktop: createDesktopNotices({
      show: (path) => window.show(path),
      runAgain: (job) => void Promise.resolve(handlers['jobs.run']({ job })).catch(report),
    }),
  };
  const engine = createEngine({
    ...{ notifier, wallTime: (at) => wallTime(at, settings.hourCycle) },
    ...{ store, execute, announcer, zone, report, random: Math.random, clock: systemClock, timers: systemTimers },
    alarm: createAlarm(report),
    ...{ surroundings, watchFiles: createFileWatch(report), processes: processKeeper },
    settings: () => settings,
    defaultConcurrency: Math.max(4, 2 * availableParallelism()),
  });

  const keepAwake = createKeepAwake();
  const wantsAwake = (jobId: number) => engine.roster.jobs.get(jobId)?.job.policy.keepAwake === true;
  const backupFolder = () => settings.backup.folder ?? join(data, 'backups');
  const dailyBackup = new DailyBackup({
    ...{ store, report, clock: systemClock, timers: systemTimers, folder: backupFolder },
    settings: () => settings.backup,
    activity: () => ({ running: engine.admission.running, nextAt: engine.scheduler.next()?.at ?? null }),
    onChange: () => void backupList(application).then((list) => bus.emit('backups.changed', list), report),
  });

  const retention = new Retention({
    ...{ store, report, clock: systemClock, timers: systemTimers, settings: () => settings },
    told: (removed) => {
      console.log(removedLine(removed));
      bus.emit('runs.removed', { runs: removed.runs });
    },
  });

  const savedOutput = createSavedOutput();
  window.follow({
    places: await store.settings.windowPlaces(),
    keep: (places) => void store.settings.setWindowPlaces(places).catch(report),
    zoom: () => settings.zoom,
    onGone: () => void engine.tests.stopAll(),
    onClosed: trimHeap,
  });
  const updates = createUpdates({
    mode: () => settings.updates,
    onChange: (state) => bus.emit('update.changed', state),
    leave: (install) => quit(undefined, install),
    note: log.note,
  });
  const parts: Omit<Application, 'attention'> = {
    ...{ report, ...engine, store, bus, zone, clock: systemClock, dataFolder: data, version: app.getVersion() },
    ...{
      sendMail,
      notifier,
      environment: userEnvironment,
      settings: () => settings,
      applySettings,
      secrets: keeper,
      dailyBackup,
      backupFolder,
      neighbours: createNeighbours({ choose: () => choose('folder') }),
    },
    holdRequests: () => gate.hold(),
    desktop: {
      ...{
        choose,
        computer,
        show: window.show,
        controlWindow: window.control,
        quit: () => void quit(),
        ...savedOutput,
      },
      checks: () => desktopChecks(data),
      updates,
    },
  };
  const application: Application = { ...parts, attention: new AttentionList(parts) };
  const handlers = createHandlers(application);
  const gate = createGate(
    createDispatch(handlers, report, (said) => mask(said)),
    'backup.restore',
  );
  const { dispatch } = gate;
  answer(dispatch);
  const socket = await openSocket({ address: socketAddress(data, platform), dispatch, subscribe: bus.subscribe });

  const recent = new RecentJobs(application);
  tray.follow({
    report,
    state: async () => ({
      ...(await glimpse(application, recent.list)),
      ...{ live: platform !== 'linux', locale: systemLocale() },
    }),
    act: createTrayClicks({
      ...{ handlers, show: window.show, quit: () => quit(), now: systemClock.now },
      refuse: (error) => {
        report(error);
        tellRefusal(error);
      },
    }),
  });
  const badge = createBadge(paths.trayImages);
  bus.subscribe((name, payload) => {
    window.send(name, payload);
    if (name === 'runs.changed') keepAwake.set(engine.launcher.running.some(({ jobId }) => wantsAwake(jobId)));
    if (name === 'attention.changed') badge.show(failures(application.attention.latest).length);
    if (MOVES_TRAY.has(name)) tray.refresh();
  });
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
  links.follow({ open: (link) => void openLink(link).catch(report), show: () => window.show() });
  watchPower({
    onSuspend: () => engine.scheduler.suspend(),
    onResume: () => void engine.scheduler.resumeFromSleep(),
    onUnlock: () => void engine.scheduler.tick(),
  });

  const { problem } = await userEnvironment.refresh();
  if (problem) report(problem);
  if ((await store.settings.aliveAt()) === null) await createSamples(paths.sampleJobs, jobsFolder, handlers);
  if (login.isOn()) await login.set(true);
  await engine.scheduler.start(settings.schedulerOn);
  dailyBackup.start();
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
    const before = settings;
    settings = changed;
    nativeTheme.themeSource = changed.theme;
    window.zoom(changed.zoom);
    if (changed.startWithComputer !== login.isOn()) await login.set(changed.startWithComputer);
    engine.admission.setLimit(changed.concurrency ?? Math.max(4, 2 * availableParallelism()));
    engine.launcher.pump();
    if (JSON.stringify(changed.backup) !== JSON.stringify(before.backup)) dailyBackup.lookAgain();
    if (changed.updates !== before.updates) updates.follow();
    if (changed.zone !== before.zone) await engine.scheduler.rezone();
    if (changed.schedulerOn) await engine.scheduler.switchOn();
    else await engine.scheduler.switchOff();
  }
}

function restart(): void {
  app.relaunch();
  app.exit(1);
}

function refuseToStart(error: unknown, log: Log): void {
  const message = error instanceof Error ? error.message : String(error);
  log.report(message);
  if (environment.BELFRY_NO_DIALOG === undefined) dialog.showErrorBox('Belfry cannot start', message);
  app.exit(1);
}
