import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import type { AppUpdater } from 'electron-updater';
import type { UpdateMode, UpdateState } from '#contract/update.ts';

/** The first look waits until the start is over; then one is taken each so often (ms). */
const FIRST_LOOK_MS = 60_000;
const LOOK_EVERY_MS = 6 * 3_600_000;

export interface UpdateParts {
  mode: () => UpdateMode;
  onChange: (state: UpdateState) => void;
  /** Ends Belfry in order, then calls `install` in place of exiting. */
  leave: (install: () => void) => Promise<void>;
  note: (line: string) => void;
}

export interface Updates {
  readonly state: UpdateState;
  /** Looks from now on, now and then, unless switched off. Call again after a change of the settings. */
  follow(): void;
  /** Looks now; resolves when it is known whether there is one. Does nothing where updates are off. */
  look(): Promise<void>;
  /** Goes on with what was found: loads it, or restarts into it. */
  take(): Promise<void>;
}

/** Where Belfry itself must not replace its files: why, in one sentence; null where it may. */
export function whyNoUpdates(
  { APPIMAGE, PORTABLE_EXECUTABLE_DIR }: NodeJS.ProcessEnv,
  { platform, isPackaged, resources }: { platform: NodeJS.Platform; isPackaged: boolean; resources: string },
): string | null {
  if (!isPackaged) return 'This Belfry runs from its source code, which is updated there.';
  if (platform === 'linux' && packageType(resources) !== null)
    return 'Updates of this package come with those of the system.';
  if (PORTABLE_EXECUTABLE_DIR !== undefined) return 'The portable Belfry is replaced by hand.';
  if (!existsSync(join(resources, 'app-update.yml'))) return 'This package was made without an address for updates.';
  if (platform === 'linux' && APPIMAGE === undefined) return 'A folder that was unpacked by hand is replaced by hand.';
  return null;
}

/** deb or rpm, as the builder notes it in such packages. */
function packageType(resources: string): string | null {
  try {
    return readFileSync(join(resources, 'package-type'), 'utf8').trim();
  } catch {
    return null;
  }
}

/** Newer versions, by electron-updater: only what changed is loaded, and its checksum and signature are checked. */
export function createUpdates(parts: UpdateParts): Updates {
  const { platform, env, resourcesPath: resources } = process;
  const never = whyNoUpdates(env, { platform, isPackaged: app.isPackaged, resources });
  let state: UpdateState = { phase: never === null ? 'current' : 'off', version: null, reason: never };
  let updater: AppUpdater | null = null;
  let timer: NodeJS.Timeout | null = null;

  function tell(phase: UpdateState['phase'], { version = state.version, reason = null as string | null } = {}): void {
    state = { phase, version, reason };
    parts.onChange(state);
  }
  const fail = (error: unknown) => tell('failed', { reason: sentence(error) });

  async function load(): Promise<AppUpdater> {
    if (updater) return updater;
    // Loaded with the first look.
    const { autoUpdater } = (await import('electron-updater')).default;
    autoUpdater.logger = { info: parts.note, warn: parts.note, error: parts.note };
    autoUpdater.autoRunAppAfterInstall = false;
    autoUpdater.on('checking-for-update', () => tell('looking'));
    autoUpdater.on('update-not-available', () => tell('current', { version: null }));
    autoUpdater.on('update-available', ({ version }) =>
      tell(autoUpdater.autoDownload ? 'loading' : 'found', { version }),
    );
    autoUpdater.on('update-downloaded', ({ version }) => tell('ready', { version }));
    autoUpdater.on('error', fail);
    updater = autoUpdater;
    return autoUpdater;
  }

  const isBusy = () => ['looking', 'loading', 'ready'].includes(state.phase);

  async function look(): Promise<void> {
    if (never !== null || isBusy()) return;
    const auto = await load();
    auto.autoDownload = parts.mode() === 'install';
    auto.autoInstallOnAppQuit = parts.mode() === 'install';
    await auto.checkForUpdates().catch(fail);
  }

  return {
    get state() {
      return state;
    },
    follow: () => {
      if (timer) clearTimeout(timer);
      timer = null;
      if (never !== null) return;
      // What is loaded already stays where it is, too.
      if (updater) updater.autoInstallOnAppQuit = parts.mode() === 'install';
      if (parts.mode() === 'off') return tell('off', { reason: null });
      if (state.phase === 'off') tell('current');
      const again = (ms: number) => {
        timer = setTimeout(() => void look().finally(() => again(LOOK_EVERY_MS)), ms).unref();
      };
      again(FIRST_LOOK_MS);
    },
    look,
    take: async () => {
      const auto = await load();
      if (state.phase === 'ready') {
        return parts.leave(() => {
          // The new one starts before this one is gone.
          app.releaseSingleInstanceLock();
          auto.quitAndInstall(true, true);
        });
      }
      if (state.phase !== 'found') return;
      tell('loading');
      await auto.downloadUpdate().catch(fail);
    },
  };
}

function sentence(error: unknown): string {
  const { code, message = String(error) } = error as { code?: string; message?: string };
  if (code === 'ERR_CHECKSUM_MISMATCH')
    return 'The update was refused: what was loaded is not what was published (its checksum is another).';
  if (code === 'ERR_UPDATER_INVALID_SIGNATURE')
    return 'The update was refused: it is not signed by who signed this Belfry.';
  if (/^net::|ECONN|ENOTFOUND|ETIMEDOUT/.test(message)) return 'The server of updates cannot be reached.';
  return `The update failed: ${message.split('\n')[0]}`;
}
