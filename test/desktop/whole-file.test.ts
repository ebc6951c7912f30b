import { lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { writeWhole } from '#desktop/whole-file.ts';
import { tempFolder } from '../support/temp.ts';

const LINE = Buffer.from('one line\n');

/** As many lines as asked, then an end or a failure; tells how many were taken. */
async function* lines(count: number, taken: { count: number }, fails = false) {
  for (; taken.count < count; taken.count++) yield LINE;
  if (fails) throw new Error('the ledger went away');
}

it('writes a file for its owner alone, and nothing beside it', async () => {
  const folder = await tempFolder();
  const file = join(folder, 'history.csv');
  await writeWhole(file, lines(1000, { count: 0 }));
  expect(await readFile(file, 'utf8')).toBe('one line\n'.repeat(1000));
  expect(await readdir(folder)).toEqual(['history.csv']);
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('leaves what was there, and no part of the new, where it fails midway', async () => {
  const folder = await tempFolder();
  const file = join(folder, 'history.csv');
  await writeFile(file, 'of yesterday');
  await expect(writeWhole(file, lines(100_000, { count: 0 }, true))).rejects.toMatchObject({
    ...{ code: 'unavailable', message: `${file} could not be written: the ledger went away` },
  });
  expect(await readdir(folder)).toEqual(['history.csv']);
  expect(await readFile(file, 'utf8')).toBe('of yesterday');
});

it('shows the file only when it is whole', async () => {
  const folder = await tempFolder();
  const file = join(folder, 'history.csv');
  const taken = { count: 0 };
  let seen: string[] = [];
  async function* slowly() {
    yield* lines(10, taken);
    for (let tries = 0; tries < 100 && seen.length === 0; tries++) {
      await wait(20);
      seen = await readdir(folder);
    }
  }
  await writeWhole(file, slowly());
  expect(seen).toEqual([expect.stringMatching(/^history\.csv\.[0-9a-f]{8}\.part$/)]);
  expect(await readdir(folder)).toEqual(['history.csv']);
});

it.runIf(process.platform !== 'win32')('writes through a link, and keeps the mode of what it replaces', async () => {
  const folder = await tempFolder();
  await mkdir(join(folder, 'real'));
  const real = join(folder, 'real', 'history.csv');
  const link = join(folder, 'history.csv');
  await writeFile(real, 'of yesterday', { mode: 0o644 });
  await symlink(real, link);
  await writeWhole(link, lines(1, { count: 0 }));
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
  expect(await readFile(real, 'utf8')).toBe('one line\n');
  expect((await stat(real)).mode & 0o777).toBe(0o644);
});

it('says where it could not write', async () => {
  const file = join(await tempFolder(), 'no', 'such', 'folder.csv');
  await expect(writeWhole(file, lines(1, { count: 0 }))).rejects.toMatchObject({
    ...{ code: 'unavailable', message: expect.stringContaining(`${file} could not be written: ENOENT`) },
  });
});
