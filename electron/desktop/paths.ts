import { join } from 'node:path';
import { app } from 'electron';

/** Where the parts of the application lie, in a checkout and in a package. */
export interface Paths {
  preload: string;
  window: string;
  functionHost: string;
  trayImages: string;
  sampleJobs: string;
}

/** `main` is the folder of the bundled main process. */
export function applicationPaths(main: string): Paths {
  const resources = app.isPackaged ? process.resourcesPath : join(app.getAppPath(), 'resources');
  return {
    preload: join(main, '..', 'preload', 'preload.cjs'),
    window: join(main, '..', 'renderer'),
    // A child process reads it, and child processes cannot see into the archive.
    functionHost: join(main, 'function-host.mjs').replace('app.asar', 'app.asar.unpacked'),
    trayImages: join(resources, 'tray'),
    sampleJobs: join(resources, 'jobs'),
  };
}
