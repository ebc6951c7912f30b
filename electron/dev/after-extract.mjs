import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RECEIPT } from './fallback.mjs';

/**
 * electron-builder's hook: takes out of its copy what only development needs of an Electron.
 * @param {{ appOutDir: string, electronPlatformName: string, packager: { getResourcesDir: (folder: string) => string } }} context
 */
export default async function afterExtract({ appOutDir, packager }) {
  const leftovers = [
    join(packager.getResourcesDir(appOutDir), 'default_app.asar'),
    join(appOutDir, RECEIPT),
    join(appOutDir, 'version'),
  ];
  for (const path of leftovers) await rm(path, { recursive: true, force: true });
}
