import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { secretDraft } from '#contract/secret.ts';
import type { KeyStore } from '#core/ports.ts';
import { keyFileStore, makeKeyFile } from '#store/key-file.ts';
import { openSecrets } from '#store/secrets.ts';
import { tempFolder } from '../support/temp.ts';

let folder: string;
let safe: KeyStore;
const none: KeyStore = {
  isSafe: false,
  backend: 'basic_text',
  seal: () => {
    throw new Error('There is no key store.');
  },
  open: () => {
    throw new Error('There is no key store.');
  },
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
    const first = await openSecrets(folder, safe);
    await first.set('TOKEN', 'correct horse battery', false, 5);
    await first.set('pem-key', 'line one\nline two', false, 6);
    const second = await openSecrets(folder, safe);
    expect(second.value('TOKEN')).toBe('correct horse battery');
    expect(second.list()).toEqual({
      protection: 'keystore',
      backend: 'keychain',
      secrets: [
        { name: 'pem-key', updatedAt: 6, protection: 'keystore', readable: true },
        { name: 'TOKEN', updatedAt: 5, protection: 'keystore', readable: true },
      ],
    });
    expect(mode(file())).toBe(0o600);
    expect(readFileSync(file(), 'utf8')).not.toMatch(/horse|line one|aG9yc2U/);
    expect(existsSync(join(folder, 'secrets.key'))).toBe(false);
  });

  it('are not asked for while the key store is locked, which would wait for a person, and open when it is', async () => {
    await (await openSecrets(folder, safe)).set('TOKEN', 'correct horse', false, 1);
    let locked = true;
    const asked: string[] = [];
    const ring: KeyStore = {
      get isSafe() {
        if (locked) asked.push('isSafe');
        return true;
      },
      get backend() {
        if (locked) asked.push('backend');
        return 'gnome_libsecret';
      },
      isLocked: async () => locked,
      seal: safe.seal,
      open: (sealed) => {
        if (locked) asked.push('open');
        return safe.open(sealed);
      },
    };
    const secrets = await openSecrets(folder, ring);
    expect(secrets.list()).toMatchObject({ protection: 'locked', secrets: [{ name: 'TOKEN', readable: false }] });
    expect(() => secrets.value('TOKEN')).toThrow(
      'The secret TOKEN cannot be read while the key store of this system is locked. Unlock it.',
    );
    await secrets.look();
    expect(asked).toEqual([]);
    locked = false;
    await secrets.look();
    expect(secrets.value('TOKEN')).toBe('correct horse');
    expect(secrets.list()).toMatchObject({ protection: 'keystore', secrets: [{ readable: true }] });
  });

  it('are given to a locked key store where a person gives one, who is asked for its password then', async () => {
    let locked = true;
    const ring: KeyStore = {
      ...safe,
      isLocked: async () => locked,
      get isSafe() {
        locked = false;
        return true;
      },
    };
    const secrets = await openSecrets(folder, ring);
    expect(secrets.list().protection).toBe('locked');
    await secrets.set('TOKEN', 'correct horse', false, 1);
    expect(secrets.list()).toMatchObject({ protection: 'keystore', secrets: [{ readable: true }] });
  });

  it('keep their place when two are set at once, and are gone once removed', async () => {
    const secrets = await openSecrets(folder, safe);
    await Promise.all(['A', 'B', 'C'].map((name) => secrets.set(name, `value of ${name}`, false, 1)));
    await secrets.remove('B');
    const again = await openSecrets(folder, safe);
    expect([...again.values].sort()).toEqual(['value of A', 'value of C']);
    expect(() => again.value('B')).toThrow('There is no secret B. Add it in Settings, Secrets.');
    await expect(again.remove('B')).rejects.toMatchObject({ code: 'not-found', field: 'name' });
  });

  it('are listed as unreadable, and named, when the key store opens them no more', async () => {
    await (await openSecrets(folder, safe)).set('TOKEN', 'correct horse', false, 1);
    let locked = true;
    const ring: KeyStore = {
      ...safe,
      open: (sealed) => {
        if (locked) throw new Error('locked');
        return safe.open(sealed);
      },
    };
    const secrets = await openSecrets(folder, ring);
    expect(secrets.list().secrets).toMatchObject([{ name: 'TOKEN', readable: false }]);
    expect(secrets.values).toEqual([]);
    expect(() => secrets.value('TOKEN')).toThrow(/The secret TOKEN cannot be read any more: .*set the secret again/);
    locked = false;
    expect(secrets.value('TOKEN')).toBe('correct horse');
    expect(secrets.values).toEqual(['correct horse']);
  });

  it('cannot be passed off one as another', async () => {
    const first = await openSecrets(folder, safe);
    await first.set('LOW', 'nothing much', false, 1);
    await first.set('HIGH', 'the crown jewels', false, 1);
    const { secrets } = JSON.parse(readFileSync(file(), 'utf8'));
    secrets.LOW.sealed = secrets.HIGH.sealed;
    writeFileSync(file(), JSON.stringify({ version: 1, secrets }));
    const second = await openSecrets(folder, safe);
    expect(second.list().secrets.find(({ name }) => name === 'LOW')).toMatchObject({ readable: false });
  });

  it('stay as they are when the key store refuses a new value', async () => {
    const secrets = await openSecrets(folder, safe);
    await secrets.set('TOKEN', 'first value', false, 1);
    const before = readFileSync(file());
    const refusing = await openSecrets(folder, { ...safe, seal: none.seal });
    await expect(refusing.set('TOKEN', 'second value', false, 2)).rejects.toThrow();
    expect(refusing.value('TOKEN')).toBe('first value');
    expect(readFileSync(file()).equals(before)).toBe(true);
  });
});

describe('secrets without a key store', () => {
  it('are kept only once somebody agreed, with a key beside', async () => {
    const secrets = await openSecrets(folder, none);
    expect(secrets.list().protection).toBe('none');
    await expect(secrets.set('TOKEN', 'correct horse', false, 1)).rejects.toMatchObject({
      code: 'refused',
      field: 'allowWeak',
    });
    expect(existsSync(file())).toBe(false);
    await secrets.set('TOKEN', 'correct horse', true, 1);
    await secrets.set('OTHER', 'battery staple', false, 2);
    expect(secrets.list()).toMatchObject({ protection: 'weak', secrets: [{ name: 'OTHER' }, { protection: 'weak' }] });
    expect([mode(file()), mode(join(folder, 'secrets.key'))]).toEqual([0o600, 0o600]);
    expect((await openSecrets(folder, none)).value('TOKEN')).toBe('correct horse');
    // A key store that comes later does not take them away.
    expect((await openSecrets(folder, safe)).value('TOKEN')).toBe('correct horse');
  });

  it('are unreadable with another key', async () => {
    await (await openSecrets(folder, none)).set('TOKEN', 'correct horse', true, 1);
    writeFileSync(join(folder, 'secrets.key'), Buffer.alloc(32, 7));
    expect((await openSecrets(folder, none)).list().secrets).toMatchObject([{ name: 'TOKEN', readable: false }]);
  });

  it('refuses a file that Belfry did not write, and leaves it', async () => {
    writeFileSync(file(), '{"version":9}');
    await expect(openSecrets(folder, none)).rejects.toMatchObject({ code: 'unavailable' });
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
