import { join } from 'node:path';
import { app } from 'electron';

/** Where the parts of the application lie, in a checkout and in a package. */
export interface Paths {
  preload: string;
  window: string;
  functionHost: string;
  sqlHost: string;
  trayImages: string;
  /** Shown for the window by desktops that know no more of it. */
  icon: string;
  sampleJobs: string;
}

/** `main` is the folder of the bundled main process. */
export function applicationPaths(main: string): Paths {
  const resources = app.isPackaged ? process.resourcesPath : join(app.getAppPath(), 'resources');
  return {
    preload: join(main, '..', 'preload', 'preload.cjs'),
    window: join(main, '..', 'renderer'),
    functionHost: unpacked(main, 'function-host.mjs'),
    sqlHost: unpacked(main, 'sql-host.mjs'),
    trayImages: join(resources, 'tray'),
    icon: join(resources, 'icons', '128x128.png'),
    sampleJobs: join(resources, 'jobs'),
  };
}

/** Child processes read it, and they cannot see into the archive. */
const unpacked = (main: string, name: string) => join(main, name).replace('app.asar', 'app.asar.unpacked');
