import { app, dialog } from 'electron';
import { systemTimers } from '#desktop/clock.ts';
import { setUpCrashHandling } from '#desktop/crash.ts';
import type { LaunchArguments } from '#desktop/instance.ts';
import { systemKeyStore } from '#desktop/key-store.ts';
import { type Log, openLog } from '#desktop/log.ts';
import { configHome, loginItem, startCommand } from '#desktop/login-item.ts';
import { createParting } from '#desktop/notices.ts';
import { openPreferences } from '#desktop/preferences.ts';
import type { BelfryTray } from '#desktop/tray.ts';
import { trimHeap } from '#desktop/trim.ts';
import type { MainWindow } from '#desktop/window.ts';
import { openStore } from '#store/index.ts';
import { openSecrets } from '#store/secrets.ts';

/** What is at hand when the store is opened. */
export interface Early {
  launch: LaunchArguments;
  /** The data folder, which is ours. */
  data: string;
  tray: BelfryTray;
  window: MainWindow;
}

/** What Belfry keeps on disk, and the log. */
export type Kept = Awaited<ReturnType<typeof open>> & {
  log: Log;
  /** Takes secrets out of what is said; of the log too. */
  masking: { mask: (said: string) => string };
};

/** Opens what Belfry keeps, and resolves when the window that waited for it is shown; says why when it cannot, and exits. */
export async function openKept(early: Early): Promise<Kept | null> {
  // Replaced once secrets are known.
  const masking = { mask: (said: string) => said };
  const log = openLog(early.data, { mask: (said) => masking.mask(said) });
  setUpCrashHandling({ log, quiet: process.env.BELFRY_NO_DIALOG !== undefined, restart });
  try {
    return { log, masking, ...(await open(early, log)) };
  } catch (error) {
    refuseToStart(error, log);
    return null;
  }
}

async function open({ launch, data, tray, window }: Early, { report }: Log) {
  const { env: environment, platform } = process;
  const store = await openStore(data, app.getVersion());
  const secrets = await openSecrets(data, systemKeyStore, systemTimers);
  const login = loginItem({ platform, command: startCommand(launch.data), configHome: configHome(environment) });
  const preferences = await openPreferences({ store: store.settings, login, zoom: window.zoom });
  const part = createParting(() => window.show());
  await window.follow({
    places: await store.settings.windowPlaces(),
    keep: (places) => void store.settings.setWindowPlaces(places).catch(report),
    zoom: () => preferences.now.zoom,
    onClosed: () => {
      trimHeap();
      if (tray.isUnseen) part();
    },
  });
  return { store, secrets, login, preferences };
}

/** Says why Belfry cannot start, and exits. */
export function refuseToStart(error: unknown, log: Log): void {
  const message = error instanceof Error ? error.message : String(error);
  log.report(message);
  if (process.env.BELFRY_NO_DIALOG === undefined) dialog.showErrorBox('Belfry cannot start', message);
  app.exit(1);
}

function restart(): void {
  app.relaunch();
  app.exit(1);
}
