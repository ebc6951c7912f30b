import { join } from 'node:path';
import { z } from 'zod';
import { BelfryError } from '#contract/error.ts';
import { type KeyStore, type SecretFacts, type SecretKeeper, type Timers, turns } from '#core/ports.ts';
import { hasKeyFile, keyFileStore, makeKeyFile } from './key-file.ts';
import { readSecretFile, type SecretEntries, type SecretEntry, writeSecretFile } from './secret-file.ts';
import { unlocking } from './unlocking.ts';

/** Sealed together, so that one secret cannot be passed off as another. */
const sealedText = z.tuple([z.string(), z.string()]);

const NO_KEY_STORE =
  'This computer has no key store that Belfry can use. The secret can be kept with a key in a file, which any program of yours can read.';

/** `ready` resolves when all that can be opened without a person is; it never rejects. */
export type OpenSecrets = SecretKeeper & { ready: Promise<void> };

/**
 * Keeps secrets sealed by the system's key store, in `secrets.json` of the data folder, which only its owner may read;
 * where there is no key store and a person agreed, by a key in `secrets.key`. Nothing here waits for a key store that is
 * locked but who gives it a secret.
 * @throws BelfryError `unavailable` when the file is there and cannot be read
 */
export async function openSecrets(dataFolder: string, system: KeyStore, timers: Timers): Promise<OpenSecrets> {
  const file = join(dataFolder, 'secrets.json');
  const keyFile = join(dataFolder, 'secrets.key');
  const weak = keyFileStore(keyFile);
  let entries = await readSecretFile(file);
  const opened = new Map<string, string>();
  let values: readonly string[] = [];
  const lock = unlocking({ system, timers, opened: openAll, waited: () => Object.values(entries).some(isHeld) });
  const inTurn = turns();
  const write = (change: (before: SecretEntries) => Promise<SecretEntries>): Promise<void> =>
    // Two changes at once would lose one.
    inTurn(async () => {
      const after = await change(entries);
      await writeSecretFile(file, after);
      entries = after;
    });
  openAll();
  return {
    ready: lock.watch(),
    unlock: lock.unlock,
    get values() {
      return values;
    },
    value: (name) => {
      if (!opened.has(name)) openAll();
      const value = opened.get(name);
      if (value !== undefined) return value;
      const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
      if (!entry) throw new BelfryError('not-found', `There is no secret ${name}. Add it in Settings, Secrets.`);
      throw new BelfryError('unavailable', isHeld(entry) ? locked(name) : unreadable(name));
    },
    list: async () => {
      await lock.look();
      const secrets = Object.entries(entries).map(
        ([name, { updatedAt, protection }]): SecretFacts => ({
          name,
          updatedAt,
          protection,
          readable: opened.has(name),
        }),
      );
      secrets.sort((a, b) => a.name.localeCompare(b.name));
      const protection = !lock.isOpen || system.isSafe ? 'keystore' : hasKeyFile(keyFile) ? 'weak' : 'none';
      return { protection, backend: system.backend, locked: Object.values(entries).some(isHeld), secrets };
    },
    set: async (name, value, allowWeak, now) => {
      await lock.unlock();
      const protection = system.isSafe ? 'keystore' : 'weak';
      if (protection === 'weak' && !allowWeak && !hasKeyFile(keyFile))
        throw new BelfryError('refused', NO_KEY_STORE, 'allowWeak');
      await write(async (before) => {
        if (protection === 'weak') await makeKeyFile(keyFile);
        const keeper = protection === 'weak' ? weak : system;
        const sealed = Buffer.from(keeper.seal(JSON.stringify([name, value]))).toString('base64');
        return { ...before, [name]: { updatedAt: now, protection, sealed } };
      });
      opened.set(name, value);
      refresh();
    },
    remove: async (name) => {
      if (!Object.hasOwn(entries, name)) throw new BelfryError('not-found', `There is no secret ${name}.`, 'name');
      await write(async ({ [name]: _, ...rest }) => rest);
      opened.delete(name);
      refresh();
    },
  };

  function isHeld({ protection }: SecretEntry): boolean {
    return protection === 'keystore' && !lock.isOpen;
  }

  function openAll(): void {
    let changed = false;
    for (const [name, one] of Object.entries(entries)) {
      const value = opened.has(name) || isHeld(one) ? null : tryOpen(name, one);
      if (value === null) continue;
      opened.set(name, value);
      changed = true;
    }
    if (changed) refresh();
  }

  function tryOpen(name: string, { protection, sealed }: SecretEntry): string | null {
    try {
      const keeper = protection === 'weak' ? weak : system;
      const [sealedName, value] = sealedText.parse(JSON.parse(keeper.open(Buffer.from(sealed, 'base64'))));
      return sealedName === name ? value : null;
    } catch {
      // Another user, a reinstalled system.
      return null;
    }
  }

  function refresh(): void {
    values = Object.keys(entries).flatMap((name) => opened.get(name) ?? []);
  }
}

const locked = (name: string) =>
  `The secret ${name} cannot be read while the key store is locked. Unlock it in Settings, Secrets, then run the job again.`;

const unreadable = (name: string) =>
  `The secret ${name} cannot be read any more: it was kept by another user, another system or another key store. To use it, set the secret again in Settings, Secrets.`;
