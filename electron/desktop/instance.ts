import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { app } from 'electron';
import { linkAmong } from './deep-link.ts';

/** As packages have it. */
export const APP_ID = 'app.belfry.Belfry';

export interface LaunchArguments {
  data: string | undefined;
  /** Start into the tray, without a window. */
  hidden: boolean;
  /** Do nothing but ask the key ring, see askKeyRing. */
  askKeyRing: boolean;
  /** A belfry:// link to open. */
  link: string | undefined;
}

/** Reads the application's own arguments; Electron's and Chromium's switches pass by. */
export function launchArguments(argv: string[]): LaunchArguments {
  const options = {
    data: { type: 'string' },
    hidden: { type: 'boolean' },
    'ask-key-ring': { type: 'boolean' },
  } as const;
  const { values } = parseArgs({ args: argv, options, strict: false });
  const data = typeof values.data === 'string' ? values.data : undefined;
  return { data, hidden: values.hidden === true, askKeyRing: values['ask-key-ring'] === true, link: linkAmong(argv) };
}

/**
 * Claims the data folder for this process: browser storage and the single-instance lock live in it, so there is one
 * application for each data folder. False when another one has it, which is then told of this `launch`.
 */
export function claimDataFolder(dataFolder: string, launch: LaunchArguments): boolean {
  const browser = join(dataFolder, 'browser');
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  nameBelfry(browser);
  // Its arguments alone would not do: Chromium puts switches before what follows them.
  return app.requestSingleInstanceLock({ ...launch });
}

/** The key ring knows the application by its name, and Windows its notices by the one of the Start menu. */
export function nameBelfry(browserStorage: string): void {
  mkdirSync(browserStorage, { recursive: true, mode: 0o700 });
  app.setName('Belfry');
  if (process.platform === 'win32') app.setAppUserModelId(APP_ID);
  app.setPath('userData', browserStorage);
  app.setPath('sessionData', browserStorage);
}
