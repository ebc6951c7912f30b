import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fallbackDist, isFallbackReady } from './fallback.mjs';
import { inRoot } from './paths.mjs';

/** The executable inside an Electron distribution. */
export const EXECUTABLE =
  { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[/** @type {string} */ (process.platform)] ??
  'electron';

/**
 * The Electron distribution that start, tests and packages use: ELECTRON_OVERRIDE_DIST_PATH, else the electron
 * package's own, else the fallback in the cache.
 * @returns {string | null} null until `npm run setup` has got one
 */
export function electronDist() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override !== undefined && override !== '') return existsSync(join(override, EXECUTABLE)) ? override : null;
  const own = inRoot('node_modules', 'electron', 'dist');
  if (existsSync(join(own, EXECUTABLE)) && existsSync(inRoot('node_modules', 'electron', 'path.txt'))) return own;
  return isFallbackReady() ? fallbackDist() : null;
}

/**
 * The Electron executable of `electronDist()`.
 * @returns {string | null}
 */
export function electronPath() {
  const dist = electronDist();
  return dist === null ? null : join(dist, EXECUTABLE);
}

/**
 * @param {string} dist
 * @returns {string} such as 45.4.1
 */
export function electronVersion(dist) {
  return readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
}

/**
 * What Electron needs here that it must not need on a user's machine: Chromium's sandbox refuses to run as root.
 * @returns {string[]}
 */
export function rootArguments() {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/**
 * The folder of what `npm run package` makes for this machine; on macOS what is inside the application's folder.
 * @returns {string | null}
 */
export function packageFolder() {
  const executable = packagedPath();
  if (executable === null) return null;
  return process.platform === 'darwin' ? join(executable, '..', '..') : join(executable, '..');
}

/**
 * What `npm run package` makes for this machine.
 * @returns {string | null} its executable, null until it is made
 */
export function packagedPath() {
  const arm = process.arch === 'arm64' ? '-arm64' : '';
  const path = {
    darwin: `mac${arm}/Belfry.app/Contents/MacOS/belfry`,
    win32: `win${arm}-unpacked/belfry.exe`,
  }[/** @type {string} */ (process.platform)];
  const executable = inRoot('release', ...(path ?? `linux${arm}-unpacked/belfry`).split('/'));
  return existsSync(executable) ? executable : null;
}
