import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { secretDraft } from '#contract/secret.ts';
import type { KeyStore } from '#core/ports.ts';
import { systemTimers } from '#desktop/clock.ts';
import { keyFileStore, makeKeyFile } from '#store/key-file.ts';
import { openSecrets } from '#store/secrets.ts';
import { FakeTime } from '../support/fake-time.ts';
import { tempFolder } from '../support/temp.ts';

let folder: string;
let safe: KeyStore;
const none: KeyStore = {
  isLocked: async () => false,
  unlock: async () => {},
  isSafe: false,
  backend: 'basic_text',
  seal: () => {
    throw new Error('There is no key store.');
  },
  open: () => {
    throw new Error('There is no key store.');
  },
};

const open = async (keyStore: KeyStore) => {
  const secrets = await openSecrets(folder, keyStore, systemTimers);
  await secrets.ready;
  return secrets;
};

beforeEach(async () => {
  folder = await tempFolder();
  // Real encryption with a key of its own, in the place of the desktop's key store.
  const key = join(await tempFolder(), 'ring.key');
  await makeKeyFile(key);
  safe = { ...keyFileStore(key), isSafe: true, backend: 'keychain' };
});

const file = () => join(folder, 'secrets.json');
const mode = (path: string) => statSync(path).mode & 0o777;

describe('secrets with a key store', () => {
  it('are sealed, for their owner only, and there again after a restart', async () => {
    const first = await open(safe);
    await first.set('TOKEN', 'correct horse battery', false, 5);
    await first.set('pem-key', 'line one\nline two', false, 6);
    const second = await open(safe);
    expect(second.value('TOKEN')).toBe('correct horse battery');
    expect(await second.list()).toEqual({
      protection: 'keystore',
      backend: 'keychain',
      locked: false,
      secrets: [
        { name: 'pem-key', updatedAt: 6, protection: 'keystore', readable: true },
        { name: 'TOKEN', updatedAt: 5, protection: 'keystore', readable: true },
      ],
    });
    expect(mode(file())).toBe(0o600);
    expect(readFileSync(file(), 'utf8')).not.toMatch(/horse|line one|aG9yc2U/);
    expect(existsSync(join(folder, 'secrets.key'))).toBe(false);
  });

  it('keep their place when two are set at once, and are gone once removed', async () => {
    const secrets = await open(safe);
    await Promise.all(['A', 'B', 'C'].map((name) => secrets.set(name, `value of ${name}`, false, 1)));
    await secrets.remove('B');
    const again = await open(safe);
    expect([...again.values].sort()).toEqual(['value of A', 'value of C']);
    expect(() => again.value('B')).toThrow('There is no secret B. Add it in Settings, Secrets.');
    await expect(again.remove('B')).rejects.toMatchObject({ code: 'not-found', field: 'name' });
  });

  it('are listed as unreadable, and named, when the key store opens them no more', async () => {
    await (await open(safe)).set('TOKEN', 'correct horse', false, 1);
    let locked = true;
    const ring: KeyStore = {
      ...safe,
      open: (sealed) => {
        if (locked) throw new Error('locked');
        return safe.open(sealed);
      },
    };
    const secrets = await open(ring);
    expect((await secrets.list()).secrets).toMatchObject([{ name: 'TOKEN', readable: false }]);
    expect(secrets.values).toEqual([]);
    expect(() => secrets.value('TOKEN')).toThrow(/The secret TOKEN cannot be read any more: .*set the secret again/);
    locked = false;
    expect(secrets.value('TOKEN')).toBe('correct horse');
    expect(secrets.values).toEqual(['correct horse']);
  });

  it('are not asked for while the key store is locked, and open by themselves once it is not', async () => {
    await (await open(safe)).set('TOKEN', 'correct horse', false, 1);
    let locked = true;
    const asked: string[] = [];
    const ask = <T>(what: string, answer: T): T => {
      asked.push(what);
      return answer;
    };
    const ring: KeyStore = {
      ...{ backend: 'gnome_libsecret', isLocked: async () => locked },
      unlock: async () => void asked.push('unlock'),
      get isSafe() {
        return ask('isSafe', true);
      },
      seal: (text) => ask('seal', safe.seal(text)),
      open: (sealed) => ask('open', safe.open(sealed)),
    };
    const time = new FakeTime(0, async () => void (await new Promise((resolve) => setImmediate(resolve))));
    const secrets = await openSecrets(folder, ring, time);
    await secrets.ready;
    expect(() => secrets.value('TOKEN')).toThrow(
      'The secret TOKEN cannot be read while the key store is locked. Unlock it in Settings, Secrets, then run the job again.',
    );
    expect(await secrets.list()).toMatchObject({
      locked: true,
      protection: 'keystore',
      secrets: [{ readable: false }],
    });
    await expect(secrets.set('TOKEN', 'battery staple', true, 2)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('The key store is locked'),
    });
    await time.advance(60_000);
    // Once by the start, once for who gives it a secret.
    expect(asked).toEqual(['unlock', 'unlock']);
    locked = false;
    await time.advance(10_000);
    expect(asked).toEqual(['unlock', 'unlock', 'open']);
    expect(secrets.values).toEqual(['correct horse']);
    expect(await secrets.list()).toMatchObject({ locked: false, secrets: [{ readable: true }] });
  });

  it('wait at a start for a key store that does not tell whether it is locked, and no longer than 2 s', async () => {
    await (await open(safe)).set('TOKEN', 'correct horse', false, 1);
    let isLocked: boolean | null = null;
    const answering = await open({
      ...{ ...safe, backend: 'kwallet', isLocked: async () => isLocked },
      unlock: async () => {
        isLocked = false;
      },
    });
    expect(answering.value('TOKEN')).toBe('correct horse');
    isLocked = null;
    const time = new FakeTime(0, async () => void (await new Promise((resolve) => setImmediate(resolve))));
    const ring: KeyStore = { ...safe, isLocked: async () => isLocked, unlock: () => new Promise(() => {}) };
    const silent = await openSecrets(folder, ring, time);
    let isReady = false;
    void silent.ready.then(() => {
      isReady = true;
    });
    await time.advance(1_999);
    expect(isReady).toBe(false);
    await time.advance(1);
    expect(isReady).toBe(true);
    expect(silent.values).toEqual([]);
  });

  it('ask a person once, however many secrets are given at once', async () => {
    let asked = 0;
    let locked = true;
    const secrets = await open({
      ...{ ...safe, isLocked: async () => locked },
      unlock: async () => {
        asked++;
        await new Promise((resolve) => setImmediate(resolve));
        locked = false;
      },
    });
    await Promise.all(['A', 'B'].map((name) => secrets.set(name, `value of ${name}`, false, 1)));
    expect(asked).toBe(1);
    expect([...secrets.values].sort()).toEqual(['value of A', 'value of B']);
  });

  it('kept with a key in a file are there also while the key store is locked', async () => {
    await (await open(none)).set('TOKEN', 'correct horse', true, 1);
    const secrets = await open({ ...safe, isLocked: async () => true });
    expect(secrets.value('TOKEN')).toBe('correct horse');
  });

  it('cannot be passed off one as another', async () => {
    const first = await open(safe);
    await first.set('LOW', 'nothing much', false, 1);
    await first.set('HIGH', 'the crown jewels', false, 1);
    const { secrets } = JSON.parse(readFileSync(file(), 'utf8'));
    secrets.LOW.sealed = secrets.HIGH.sealed;
    writeFileSync(file(), JSON.stringify({ version: 1, secrets }));
    const second = await open(safe);
    expect((await second.list()).secrets.find(({ name }) => name === 'LOW')).toMatchObject({ readable: false });
  });

  it('stay as they are when the key store refuses a new value', async () => {
    const secrets = await open(safe);
    await secrets.set('TOKEN', 'first value', false, 1);
    const before = readFileSync(file());
    const refusing = await open({ ...safe, seal: none.seal });
    await expect(refusing.set('TOKEN', 'second value', false, 2)).rejects.toThrow();
    expect(refusing.value('TOKEN')).toBe('first value');
    expect(readFileSync(file()).equals(before)).toBe(true);
  });
});

describe('secrets without a key store', () => {
  it('are kept only once somebody agreed, with a key beside', async () => {
    const secrets = await open(none);
    expect((await secrets.list()).protection).toBe('none');
    await expect(secrets.set('TOKEN', 'correct horse', false, 1)).rejects.toMatchObject({
      code: 'refused',
      field: 'allowWeak',
    });
    expect(existsSync(file())).toBe(false);
    await secrets.set('TOKEN', 'correct horse', true, 1);
    await secrets.set('OTHER', 'battery staple', false, 2);
    expect(await secrets.list()).toMatchObject({
      protection: 'weak',
      secrets: [{ name: 'OTHER' }, { protection: 'weak' }],
    });
    expect([mode(file()), mode(join(folder, 'secrets.key'))]).toEqual([0o600, 0o600]);
    expect((await open(none)).value('TOKEN')).toBe('correct horse');
    // A key store that comes later does not take them away.
    expect((await open(safe)).value('TOKEN')).toBe('correct horse');
  });

  it('are unreadable with another key', async () => {
    await (await open(none)).set('TOKEN', 'correct horse', true, 1);
    writeFileSync(join(folder, 'secrets.key'), Buffer.alloc(32, 7));
    expect((await (await open(none)).list()).secrets).toMatchObject([{ name: 'TOKEN', readable: false }]);
  });

  it('refuses a file that Belfry did not write, and leaves it', async () => {
    writeFileSync(file(), '{"version":9}');
    await expect(open(none)).rejects.toMatchObject({ code: 'unavailable' });
    expect(readFileSync(file(), 'utf8')).toBe('{"version":9}');
  });
});

describe('a secret as typed', () => {
  it.each([
    ['name', { name: '0:4', value: 'long enough' }],
    ['name', { name: 'with space', value: 'long enough' }],
    ['value', { name: 'A', value: 'abc' }],
    ['value', { name: 'A', value: '      ' }],
    ['value', { name: 'A', value: 'ab\0cd' }],
    ['value', { name: 'A', value: 'x'.repeat(16_385) }],
  ])('is refused for its %s', (field, draft) => {
    expect(secretDraft.safeParse(draft).error?.issues[0]?.path).toEqual([field]);
  });
});
