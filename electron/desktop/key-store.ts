import { app, safeStorage } from 'electron';
import type { KeyStore } from '#core/ports.ts';
import { isRingLocked } from './session-bus.ts';

const BACKENDS: Partial<Record<NodeJS.Platform, string>> = { darwin: 'keychain', win32: 'dpapi' };
/** It has answered once: Chromium keeps its key from then on, and nobody is asked again. */
let answered = false;

/** The system's key store. It is asked only when there is a secret: on macOS the first question shows a dialog. */
export const systemKeyStore: KeyStore = {
  get isSafe() {
    // Without a key ring Chromium may fall back to a password that is the same on every computer.
    const isSafe = safeStorage.isEncryptionAvailable() && backend() !== 'basic_text';
    answered ||= isSafe;
    return isSafe;
  },
  get backend() {
    return backend();
  },
  // Asked while it is locked, Electron waits for a person, and bells and window wait with it.
  ...(process.platform === 'linux' && {
    isLocked: async () => !answered && !usesNoRing() && (await isRingLocked()),
  }),
  seal: (text) => safeStorage.encryptString(text),
  open: (sealed) => {
    const text = safeStorage.decryptString(Buffer.from(sealed));
    answered = true;
    return text;
  },
};

const usesNoRing = () => app.commandLine.getSwitchValue('password-store') === 'basic';

function backend(): string {
  return BACKENDS[process.platform] ?? safeStorage.getSelectedStorageBackend();
}
