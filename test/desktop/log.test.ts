import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openLog } from '#desktop/log.ts';
import { tempFolder } from '../support/temp.ts';

it('keeps a log of bounded size that says when and what, errors with their stack', async () => {
  const folder = await tempFolder();
  const log = openLog(folder, { fileBytes: 2_000, terminal: false });
  log.note('Belfry is ready.');
  log.report(new Error('The disk is full.'));
  const text = await readFile(log.path, 'utf8');
  expect(text).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} [+-]\d\d:?\d\d info Belfry is ready\.\n/);
  expect(text).toMatch(/error Error: The disk is full\.\n\s+at /);
  expect((await stat(log.path)).mode & 0o077).toBe(0);
  for (let at = 0; at < 200; at++) log.note(`line ${at} ${'x'.repeat(60)}`);
  const files = (await readdir(join(folder, 'logs'))).sort();
  expect(files).toEqual(['belfry.1.log', 'belfry.2.log', 'belfry.3.log', 'belfry.log']);
  expect(await readFile(log.path, 'utf8')).toContain('line 199');
  expect(await readFile(join(folder, 'logs', 'belfry.1.log'), 'utf8')).not.toContain('line 199');
});
