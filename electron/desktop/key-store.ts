import { safeStorage } from 'electron';
import type { KeyStore } from '#core/ports.ts';
import { askKeyRing } from './key-ring.ts';
import { busCall, isServed } from './message-bus.ts';

const BACKENDS: Partial<Record<NodeJS.Platform, string>> = { darwin: 'keychain', win32: 'dpapi' };
/** Without a key ring Chromium may fall back to a password that is the same on every computer. */
const NO_RING = 'basic_text';
const SECRETS = 'org.freedesktop.secrets';

/** What the key ring said. Chromium asks it once in a process, and keeps what it was given, whatever is locked later. */
let answer: 'none yet' | 'key' | 'no key' = 'none yet';

/** The system's key store. It is asked only when there is a secret: on macOS the first question shows a dialog. */
export const systemKeyStore: KeyStore = {
  isLocked: async () => (process.platform !== 'linux' || answer !== 'none yet' ? false : isRingLocked()),
  unlock: async () => {
    const hasKey = await askKeyRing(async () => (await isRingLocked()) === false);
    if (hasKey) answer = 'key';
    // Where nobody can tell whether it would ask again, it is done without until the next start.
    else if ((await isRingLocked()) === null) answer = 'no key';
  },
  get isSafe() {
    if (answer === 'no key' || backend() === NO_RING || !safeStorage.isEncryptionAvailable()) return false;
    answer = 'key';
    return true;
  },
  get backend() {
    return backend();
  },
  seal: (text) => safeStorage.encryptString(text),
  open: (sealed) => {
    if (answer === 'no key') throw new Error('The key ring gave no key.');
    const text = safeStorage.decryptString(Buffer.from(sealed));
    answer = 'key';
    return text;
  },
};

function backend(): string {
  return BACKENDS[process.platform] ?? safeStorage.getSelectedStorageBackend();
}

/** Whether the key ring of the session would ask for a password; null = KWallet, or one that cannot be asked. */
async function isRingLocked(): Promise<boolean | null> {
  if (backend() === NO_RING) return false;
  if (!backend().startsWith('gnome')) return null;
  const served = await isServed(SECRETS);
  if (served !== true) return served;
  const ring = { name: SECRETS, path: '/org/freedesktop/secrets/aliases/default' };
  const property = ['org.freedesktop.DBus.Properties.Get', 'org.freedesktop.Secret.Collection', 'Locked'] as const;
  try {
    return !(await busCall(ring, ...property)).includes('false');
  } catch {
    // There is no ring yet: its password would be asked for.
    return true;
  }
}
