import { access, constants, stat, statfs } from 'node:fs/promises';
import { arch, homedir, release } from 'node:os';
import { Notification } from 'electron';
import type { Check } from '#contract/diagnosis.ts';
import { systemKeyStore } from './key-store.ts';
import { isServed } from './message-bus.ts';

/** Below this much free space (bytes) the ledger may soon not be written. */
const LITTLE_ROOM = 500 * 1024 * 1024;

/** What only the desktop can find out about the health of Belfry: folder, room, tray, notices, key store. */
export async function desktopChecks(dataFolder: string): Promise<Check[]> {
  return Promise.all([folder(dataFolder), room(dataFolder), tray(), notices(), keyStore()]);
}

async function folder(path: string): Promise<Check> {
  const name = 'Data folder';
  try {
    await access(path, constants.R_OK | constants.W_OK);
  } catch {
    return { name, state: 'failed', found: 'It cannot be written.', advice: 'Give yourself write permission to it.' };
  }
  const { mode } = await stat(path);
  const open = process.platform !== 'win32' && (mode & 0o077) !== 0;
  return open
    ? { name, state: 'warning', found: 'Other users can look into it.', advice: `Close it: chmod 700 ${path}` }
    : { name, state: 'ok', found: 'It can be written, by you only.', advice: null };
}

async function room(path: string): Promise<Check> {
  const { bavail, bsize } = await statfs(path);
  const free = bavail * bsize;
  const found = `${(free / 1024 ** 3).toFixed(1)} GB are free.`;
  return free < LITTLE_ROOM
    ? { name: 'Disk', state: 'warning', found, advice: 'Free some space, or keep less history in Settings.' }
    : { name: 'Disk', state: 'ok', found, advice: null };
}

/** On Linux a tray icon shows only where somebody hosts StatusNotifierItems. */
async function tray(): Promise<Check> {
  const name = 'Tray';
  if (process.platform !== 'linux') return { name, state: 'ok', found: 'The system has one.', advice: null };
  const advice = 'On GNOME, install the AppIndicator extension. Without it, start Belfry again to see its window.';
  switch (await isServed('org.kde.StatusNotifierWatcher')) {
    case true:
      return { name, state: 'ok', found: 'The desktop hosts tray icons.', advice: null };
    case false:
      return { name, state: 'warning', found: 'The desktop hosts no tray icons.', advice };
    case null:
      return { name, state: 'unknown', found: `${UNASKED} whether it hosts tray icons.`, advice: LOOK };
  }
}

async function notices(): Promise<Check> {
  const name = 'Notices';
  const served = process.platform === 'linux' ? await isServed('org.freedesktop.Notifications') : true;
  if (served === null) return { name, state: 'unknown', found: `${UNASKED} whether it shows notices.`, advice: LOOK };
  return served && Notification.isSupported()
    ? { name, state: 'ok', found: 'The desktop can show them.', advice: null }
    : {
        ...{ name, state: 'warning', found: 'The desktop shows none.' },
        advice: 'Install a notification service, or let jobs tell by e-mail or webhook.',
      };
}

const NOT_ASKED = 'The key ring was not asked yet: it may want its password.';
const UNASKED = 'The desktop could not be asked';
const LOOK = 'It is asked with gdbus, over the message bus of your session. Look whether both are there.';

async function keyStore(): Promise<Check> {
  const name = 'Key store';
  // Asked while it is locked, it would hold up everything else in this process, until somebody has unlocked it.
  const isLocked = await systemKeyStore.isLocked();
  if (isLocked === null)
    return { name, state: 'unknown', found: NOT_ASKED, advice: 'Store a secret: then it is asked.' };
  if (isLocked)
    return {
      name,
      state: 'warning',
      found: 'The key ring is locked, or not set up yet.',
      advice: 'Unlock it in Settings, Secrets, or with belfry secret unlock.',
    };
  return systemKeyStore.isSafe
    ? { name, state: 'ok', found: 'Secrets are kept by the system.', advice: null }
    : {
        ...{ name, state: 'warning', found: 'The system keeps no secrets.' },
        advice:
          'Install and unlock a key ring (GNOME Keyring or KWallet). Until then secrets are protected by a file only.',
      };
}

/** The operating system in a few words, and the path of the home folder. */
export const computer = () => ({ system: `${process.platform} ${release()} ${arch()}`, home: homedir() });
