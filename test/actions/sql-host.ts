import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { afterAll } from 'vitest';
import { bundleNode } from '../../electron/dev/bundles.mjs';
import { inRoot } from '../../electron/dev/paths.mjs';

/** Builds the sql host as the application has it, beside the packages it finds outside; gone after the file's tests. */
export async function buildSqlHost(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-host-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  await bundleNode({
    ...{ entry: 'electron/actions/sql-host/main.ts', out: relative(inRoot(), folder), file: 'sql-host.mjs' },
    external: ['sqlite3'],
  });
  return join(folder, 'sql-host.mjs');
}
