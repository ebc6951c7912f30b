import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { onPath, run } from './command.mjs';
import { say } from './say.mjs';

/** What a bare Debian lacks of Electron's shared libraries; the names without t64 are those up to bookworm. */
const LIBRARIES = [
  ...['libgtk-3-0', 'libnss3', 'libnspr4', 'libasound2', 'libgbm1', 'libdrm2', 'libcups2', 'libatk1.0-0', 'libudev1'],
  ...[
    'libatk-bridge2.0-0',
    'libatspi2.0-0',
    'libxcomposite1',
    'libxdamage1',
    'libxrandr2',
    'libxfixes3',
    'libxkbcommon0',
  ],
];

/**
 * What compiling SQLite takes, where no build of it is to be had.
 * @returns {Promise<void>}
 */
export async function setUpCompiler() {
  const tools = { python3: 'python3', make: 'make', 'g++': 'g++' };
  const missing = Object.entries(tools).filter(([program]) => !onPath(program));
  if (process.platform !== 'linux' || missing.length === 0) return;
  await provide(
    'build SQLite',
    missing.map(([, name]) => name),
    false,
  );
}

/**
 * The shared libraries of `electron`, and a virtual display where there is none.
 * @param {string} electron the executable
 * @returns {Promise<void>}
 */
export async function setUpLibraries(electron) {
  if (process.platform !== 'linux') return;
  const wanted = [];
  if (missingLibraries(electron).length > 0) wanted.push(...LIBRARIES);
  if (!hasDisplay() && !onPath('Xvfb')) wanted.push('xvfb', 'xauth');
  if (wanted.length === 0) return;
  await provide('run Electron', wanted, true);
  const left = missingLibraries(electron);
  if (left.length > 0) throw new Error(`Electron still lacks ${left.join(', ')}.`);
}

/**
 * The library that gives one program a clock of its own: tests set the clock of a real Belfry with it. Linux only.
 * @returns {Promise<void>}
 */
export async function setUpFakeClock() {
  if (process.platform !== 'linux' || fakeClockLibrary() !== null) return;
  await provide('test what happens when the clock is set', ['faketime'], false);
}

/**
 * A key ring like a desktop's: tests keep secrets of a real Belfry in it. Linux only.
 * @returns {Promise<void>}
 */
export async function setUpKeyRing() {
  if (process.platform !== 'linux' || (onPath('gnome-keyring-daemon') && onPath('dbus-daemon'))) return;
  await provide('test secrets in a key ring', ['gnome-keyring', 'dbus'], false);
}

/** Programs of a small desktop, and the Debian package of each. */
const DESKTOP = {
  ...{ Xvfb: 'xvfb', openbox: 'openbox', 'xfce4-panel': 'xfce4-panel', 'xfconf-query': 'xfconf', dunst: 'dunst' },
  ...{ 'dbus-daemon': 'dbus', gdbus: 'libglib2.0-bin' },
};

/** @returns {boolean} whether a desktop with a tray and a notification service can be made here */
export const hasDesktop = () => process.platform === 'linux' && Object.keys(DESKTOP).every(onPath);

/**
 * A small desktop with a tray host and a notification service: tests hang a real Belfry in it. Linux only.
 * @returns {Promise<void>}
 */
export async function setUpDesktop() {
  if (process.platform !== 'linux' || hasDesktop()) return;
  const missing = Object.entries(DESKTOP).filter(([program]) => !onPath(program));
  await provide(
    'test the tray and notices on a desktop',
    missing.map(([, name]) => name),
    false,
  );
}

const PYTHON = '/usr/bin/python3';

/** @returns {boolean} whether a login manager and a power manager can be played on a message bus here */
export const hasLoginManager = () =>
  process.platform === 'linux' &&
  ['dbus-daemon', 'gdbus'].every(onPath) &&
  spawnSync(PYTHON, ['-c', 'import dbusmock, gi.repository.GLib']).status === 0;

/**
 * What plays them: tests shut down and put to sleep a system that a real Belfry runs on. Linux only.
 * @returns {Promise<void>}
 */
export async function setUpLoginManager() {
  if (process.platform !== 'linux' || hasLoginManager()) return;
  await provide('test what happens when the system goes down', ['python3-dbusmock', 'dbus', 'libglib2.0-bin'], false);
}

/** Programs that make and check packages, and the Debian package of each. */
const PACKAGING = {
  ...{ rpmbuild: 'rpm', rpm: 'rpm', mksquashfs: 'squashfs-tools', unsquashfs: 'squashfs-tools' },
  'desktop-file-validate': 'desktop-file-utils',
};

/** @returns {boolean} whether rpms and AppImages can be made and checked here */
export const hasPackaging = () => process.platform === 'linux' && Object.keys(PACKAGING).every(onPath);

/**
 * What tests make rpms and AppImages with. Linux only.
 * @returns {Promise<void>}
 */
export async function setUpPackaging() {
  if (process.platform !== 'linux' || hasPackaging()) return;
  const missing = Object.entries(PACKAGING).filter(([program]) => !onPath(program));
  await provide('test rpms and AppImages', [...new Set(missing.map(([, name]) => name))], false);
}

/** @returns {string | null} libfaketime, in the build for programs with threads */
export function fakeClockLibrary() {
  const folders = ['/usr/lib', '/usr/lib64', '/usr/local/lib'];
  for (const folder of folders.filter(existsSync)) {
    for (const name of ['', ...readdirSync(folder)]) {
      const file = join(folder, name, 'faketime', 'libfaketimeMT.so.1');
      if (existsSync(file)) return file;
    }
  }
  return null;
}

/** @returns {boolean} whether a window could be shown */
export function hasDisplay() {
  const { env, platform } = process;
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/**
 * @param {string} electron
 * @returns {string[]} names such as libnss3.so
 */
function missingLibraries(electron) {
  const { stdout } = spawnSync('ldd', [electron], { encoding: 'utf8' });
  return [...(stdout ?? '').matchAll(/^\s*(\S+) => not found/gm)].map((found) => String(found[1]));
}

/**
 * Installs Debian packages when that can be done without asking, else says how.
 * @param {string} purpose
 * @param {string[]} packages
 * @param {boolean} needed false: go on without them
 */
async function provide(purpose, packages, needed) {
  const isDebian = existsSync('/etc/debian_version') && onPath('apt-get');
  if (isDebian && process.getuid?.() === 0) return install(purpose, packages);
  const command = `sudo apt-get install -y --no-install-recommends ${packages.map(availableName).join(' ')}`;
  const line = isDebian
    ? `To ${purpose}, this machine lacks packages. Run:\n  ${command}`
    : `To ${purpose}, this machine lacks what Debian calls: ${packages.join(' ')}. Install them with your package manager.`;
  if (needed) throw new Error(line);
  say(line);
}

/**
 * @param {string} purpose
 * @param {string[]} packages
 */
async function install(purpose, packages) {
  say(`Installing Debian packages to ${purpose}: ${packages.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, quiet: true };
  const update = await run('apt-get', ['update'], options);
  const names = packages.map(availableName);
  const { code, output } = await run('apt-get', ['install', '-y', '--no-install-recommends', ...names], options);
  if (code !== 0) throw new Error(`apt-get failed:\n${update.output.trim()}\n${output.trim()}`);
}

/**
 * Debian 13 and Ubuntu 24.04 renamed libraries in the move to 64-bit time.
 * @param {string} name
 */
function availableName(name) {
  const { stdout } = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8' });
  return /Candidate: (?!\(none\))/.test(stdout ?? '') || !name.startsWith('lib') ? name : `${name}t64`;
}
