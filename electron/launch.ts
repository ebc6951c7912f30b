import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, dialog, ipcMain } from 'electron';
import { claimDataFolder, launchArguments } from '#desktop/instance.ts';
import { answerForKeyRing } from '#desktop/key-ring.ts';
import { hearLinks, type Links } from '#desktop/links.ts';
import { startedByLogin } from '#desktop/login-item.ts';
import { setUpMenu } from '#desktop/menu.ts';
import { applicationPaths } from '#desktop/paths.ts';
import { declareScheme, serveWindow } from '#desktop/protocol.ts';
import { createTray } from '#desktop/tray.ts';
import { createMainWindow } from '#desktop/window.ts';
import { dataFolder } from '#doors/address.ts';
import type { Dispatch } from '#doors/dispatch.ts';
import { openIpc } from '#doors/ipc.ts';

/** A page that is not asked for after so long (ms) is not waited for. */
const PAGE_MS = 1_000;

// The first thing to run, and small: the icon hangs, and the window's process starts, before the application behind them
// is even read from disk. Measured on two cores: to the icon 610 -> 370 ms.
const launch = launchArguments(process.argv.slice(1));
const { env: environment, platform } = process;
const data = dataFolder({ argument: launch.data, environment, platform, home: homedir() });

declareScheme();
setUpMenu();
if (launch.askKeyRing) void answerForKeyRing(data);
else if (claimDataFolder(data, launch)) {
  // The tray keeps Belfry alive when its window closes.
  app.on('window-all-closed', () => {});
  const links = hearLinks(launch.link);
  app
    .whenReady()
    .then(() => start(links))
    .catch(refuse);
} else {
  const shown = launch.link !== undefined || !launch.hidden;
  console.log(`Belfry is already running on ${data}${shown ? '; its window comes to the front' : ''}.`);
  app.exit(0);
}

async function start(links: Links): Promise<void> {
  const paths = applicationPaths(dirname(fileURLToPath(import.meta.url)));
  const tray = createTray(paths.trayImages);
  const window = createMainWindow(paths);
  // What the window asks before anybody can answer waits.
  let answer = (_dispatch: Dispatch) => {};
  const answering = new Promise<Dispatch>((resolve) => (answer = resolve));
  const dispatch: Dispatch = async (name, input) => {
    window.listens();
    return (await answering)(name, input);
  };
  openIpc({ ipc: ipcMain, isTrusted: window.owns, dispatch });
  const served = serveWindow(paths.window);
  // Where a link leads is known when its job is found.
  if (launch.link === undefined && !launch.hidden && !startedByLogin()) {
    window.show();
    // What is kept is read while the page's process starts: sooner or later, it would keep the page waiting, which needs this
    // process to be sent, and to be drawn. The rest is read when the window is shown. 500 -> 460 ms to a usable window
    // on two cores.
    await Promise.race([served, new Promise((resolve) => setTimeout(resolve, PAGE_MS))]);
  }
  const { openKept } = await import('./kept.ts');
  const kept = await openKept({ launch, data, tray, window });
  if (!kept) return;
  const { run } = await import('./main.ts');
  await run({ launch, data, paths, tray, window, links, answer }, kept);
}

/** Only a damaged installation comes here: what else goes wrong, kept.ts and main.ts tell. */
function refuse(error: unknown): void {
  console.error(error);
  if (environment.BELFRY_NO_DIALOG === undefined)
    dialog.showErrorBox('Belfry cannot start', `Install it again. ${error instanceof Error ? error.message : error}`);
  app.exit(1);
}
