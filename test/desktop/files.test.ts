import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createFileWatch } from '#desktop/files.ts';
import { waitFor } from '../e2e/belfry.ts';
import { tempFolder } from '../support/temp.ts';

const problems: unknown[] = [];
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
  expect(problems.splice(0)).toEqual([]);
});

/** Watches; resolves once a change made meanwhile is noticed, since a watch takes a moment to stand. */
async function watch(paths: string[], probe: string, settleMs = 200) {
  let rings = 0;
  const file = createFileWatch((error) => problems.push(error));
  ends.push(file({ kind: 'files', paths, settleMs }, () => rings++));
  let n = 0;
  await waitFor(async () => {
    await writeFile(probe, String(++n));
    await new Promise((resolve) => setTimeout(resolve, settleMs + 150));
    return rings > 0;
  });
  const before = rings;
  return () => rings - before;
}

const once = (rings: () => number) =>
  waitFor(
    () => rings() === 1,
    () => `it rang ${rings()} times`,
    5000,
  );

describe('a watch of files', () => {
  it('makes one ring of a thousand changes', async () => {
    const folder = await tempFolder();
    const rings = await watch([folder], join(folder, 'probe'), 500);
    for (let n = 0; n < 1000; n++) await writeFile(join(folder, `file ${n}`), 'x');
    await once(rings);
  });

  it('sees files made, changed, renamed and removed, in folders that come later too', async () => {
    const folder = await tempFolder();
    const rings = await watch([folder], join(folder, 'probe'));
    const steps = [
      () => mkdir(join(folder, 'later')),
      () => writeFile(join(folder, 'later/a'), '1'),
      () => appendFile(join(folder, 'later/a'), '2'),
      () => rename(join(folder, 'later/a'), join(folder, 'later/b')),
      () => rm(join(folder, 'later/b')),
    ];
    for (const [at, step] of steps.entries()) {
      await step();
      await waitFor(
        () => rings() === at + 1,
        () => `after step ${at} it rang ${rings()} times`,
        5000,
      );
    }
  });

  it('hears only what matches a pattern', async () => {
    const folder = await tempFolder();
    const rings = await watch([join(folder, '**/*.csv')], join(folder, 'probe.csv'));
    await writeFile(join(folder, 'other.txt'), 'x');
    await mkdir(join(folder, 'deep'));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(rings()).toBe(0);
    await writeFile(join(folder, 'deep/one.csv'), 'x');
    await once(rings);
  });

  it('notices a single file that comes into being later', async () => {
    const folder = await tempFolder();
    const file = join(folder, 'flag');
    const rings = await watch([file], file);
    await rm(file);
    await once(rings);
  });
});
