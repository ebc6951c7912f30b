import { safeStorage } from 'electron';
import type { KeyStore } from '#core/ports.ts';

const BACKENDS: Partial<Record<NodeJS.Platform, string>> = { darwin: 'keychain', win32: 'dpapi' };

/** The system's key store. It is asked only when there is a secret: on macOS the first question shows a dialog. */
export const systemKeyStore: KeyStore = {
  get isSafe() {
    // Without a key ring Chromium may fall back to a password that is the same on every computer.
    return safeStorage.isEncryptionAvailable() && backend() !== 'basic_text';
  },
  get backend() {
    return backend();
  },
  seal: (text) => safeStorage.encryptString(text),
  open: (sealed) => safeStorage.decryptString(Buffer.from(sealed)),
};

function backend(): string {
  return BACKENDS[process.platform] ?? safeStorage.getSelectedStorageBackend();
}
