import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BelfryError } from '#contract/error.ts';
import { secretName } from '#contract/secret.ts';
import { instant } from '#contract/time.ts';
import type { KeyStore, SecretFacts, SecretKeeper } from '#core/ports.ts';
import { writeWhole } from './files.ts';
import { hasKeyFile, keyFileStore, makeKeyFile } from './key-file.ts';

const entry = z.object({
  updatedAt: instant,
  protection: z.enum(['keystore', 'weak']),
  /** Base64 of what the key store made of name and value. */
  sealed: z.string(),
});
type Entry = z.infer<typeof entry>;
const content = z.object({ version: z.literal(1), secrets: z.record(secretName, entry) });

/** Sealed together, so that one secret cannot be passed off as another. */
const sealedText = z.tuple([z.string(), z.string()]);

/** How often it is looked whether a locked key store has been opened (ms). */
const LOOK_MS = 30_000;
/** Its name is not known before it is asked. */
const LOCKED = 'unknown';

const NO_KEY_STORE =
  'This computer has no key store that Belfry can use. The secret can be kept with a key in a file, which any program of yours can read.';

/**
 * Keeps secrets sealed by the system's key store, in `secrets.json` of the data folder, which only its owner may read;
 * where there is no key store and a person agreed, by a key in `secrets.key`.
 * @throws BelfryError `unavailable` when the file is there and cannot be read
 */
export async function openSecrets(dataFolder: string, system: KeyStore): Promise<SecretKeeper> {
  const file = join(dataFolder, 'secrets.json');
  const keyFile = join(dataFolder, 'secrets.key');
  const weak = keyFileStore(keyFile);
  let entries = await load(file);
  const opened = new Map<string, string>();
  let values: readonly string[] = [];
  /** Nobody is asked before it was looked whether they would answer. */
  let locked = system.isLocked !== undefined;
  let timer: NodeJS.Timeout | null = null;
  const refresh = () => {
    values = Object.keys(entries).flatMap((name) => opened.get(name) ?? []);
  };
  const tryOpen = (name: string, { protection, sealed }: Entry): string | null => {
    if (locked && protection === 'keystore') return null;
    try {
      const keeper = protection === 'weak' ? weak : system;
      const [sealedName, value] = sealedText.parse(JSON.parse(keeper.open(Buffer.from(sealed, 'base64'))));
      return sealedName === name ? value : null;
    } catch {
      // Another user, a reinstalled system, a key store that is locked: it may open later.
      return null;
    }
  };
  const openAll = () => {
    let changed = false;
    for (const [name, one] of Object.entries(entries)) {
      const value = opened.has(name) ? null : tryOpen(name, one);
      if (value === null) continue;
      opened.set(name, value);
      changed = true;
    }
    if (changed) refresh();
  };
  const isMissing = () =>
    Object.entries(entries).some(([name, { protection }]) => protection === 'keystore' && !opened.has(name));
  const look = async (): Promise<void> => {
    locked = (await system.isLocked?.()) ?? false;
    openAll();
    // A job may want them before anybody looks again.
    if (!locked || !isMissing()) return;
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => void look(), LOOK_MS).unref();
  };
  // One change after the other: two at once would lose one.
  let writing: Promise<void> = Promise.resolve();
  const write = (change: (before: Record<string, Entry>) => Promise<Record<string, Entry>>): Promise<void> => {
    const done = writing.then(async () => {
      const after = await change(entries);
      await writeWhole(file, `${JSON.stringify({ version: 1, secrets: after }, null, 2)}\n`);
      entries = after;
    });
    writing = done.catch(() => {});
    return done;
  };
  if (isMissing()) await look();
  else openAll();
  return {
    look,
    get values() {
      return values;
    },
    value: (name) => {
      if (!opened.has(name)) openAll();
      const value = opened.get(name);
      if (value !== undefined) return value;
      if (!Object.hasOwn(entries, name))
        throw new BelfryError('not-found', `There is no secret ${name}. Add it in Settings, Secrets.`);
      const isLocked = locked && entries[name]?.protection === 'keystore';
      throw new BelfryError('unavailable', isLocked ? lockedUp(name) : unreadable(name));
    },
    list: () => {
      openAll();
      const secrets = Object.entries(entries).map(
        ([name, { updatedAt, protection }]): SecretFacts => ({
          name,
          updatedAt,
          protection,
          readable: opened.has(name),
        }),
      );
      secrets.sort((a, b) => a.name.localeCompare(b.name));
      if (locked) return { protection: 'locked', backend: LOCKED, secrets };
      const protection = system.isSafe ? 'keystore' : hasKeyFile(keyFile) ? 'weak' : 'none';
      return { protection, backend: system.backend, secrets };
    },
    set: async (name, value, allowWeak, now) => {
      // A person is there, who is asked for the password where there is one.
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
      await look();
    },
    remove: async (name) => {
      if (!Object.hasOwn(entries, name)) throw new BelfryError('not-found', `There is no secret ${name}.`, 'name');
      await write(async ({ [name]: _, ...rest }) => rest);
      opened.delete(name);
      refresh();
    },
  };
}

const lockedUp = (name: string) =>
  `The secret ${name} cannot be read while the key store of this system is locked. Unlock it.`;

const unreadable = (name: string) =>
  `The secret ${name} cannot be read any more: it was kept by another user, another system or a key store that is locked. Unlock the key store, or set the secret again in Settings, Secrets.`;

async function load(file: string): Promise<Record<string, Entry>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw unusable(file, (error as Error).message);
  }
  try {
    return content.parse(JSON.parse(text)).secrets;
  } catch {
    throw unusable(file, 'it is not what Belfry wrote');
  }
}

const unusable = (file: string, cause: string) =>
  new BelfryError(
    'unavailable',
    `The secrets in ${file} cannot be read (${cause}). Move the file away, and set them again.`,
  );
