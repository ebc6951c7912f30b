import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { KeyStore } from '#core/ports.ts';
import { writeWhole } from './files.ts';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Whether a person has agreed to keep secrets with a key in a file. */
export const hasKeyFile = (file: string): boolean => existsSync(file);

/** Makes the key where there is none yet; readable by its owner only. */
export async function makeKeyFile(file: string): Promise<void> {
  if (!hasKeyFile(file)) await writeWhole(file, randomBytes(KEY_BYTES));
}

/**
 * Seals with a key in a file beside the secrets (AES-256-GCM, NIST SP 800-38D; a new nonce each time). It keeps secrets
 * out of copies of the secrets' file alone; it does not keep them from programs of the same user.
 */
export function keyFileStore(file: string): KeyStore {
  const key = () => readFileSync(file);
  return {
    isLocked: async () => false,
    unlock: async () => {},
    isSafe: false,
    backend: 'key-file',
    seal: (text) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key(), nonce);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    open: (sealed) => {
      const decipher = createDecipheriv(CIPHER, key(), sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      const rest = sealed.subarray(NONCE_BYTES + TAG_BYTES);
      return Buffer.concat([decipher.update(rest), decipher.final()]).toString('utf8');
    },
  };
}
