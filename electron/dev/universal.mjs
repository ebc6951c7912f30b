// On macOS, before `npm run package -- --mac dmg zip --universal`: compiles sqlite3 for both architectures and joins the
// two, so that one file serves either half of a universal application.
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npm, run } from './command.mjs';
import { inRoot } from './paths.mjs';

const BUILT = inRoot('node_modules', 'sqlite3', 'build', 'Release', 'node_sqlite3.node');

if (process.platform !== 'darwin') throw new Error('Universal applications are made on macOS.');
const folder = await mkdtemp(join(tmpdir(), 'belfry-universal-'));
const halves = [];
for (const arch of ['x64', 'arm64']) {
  await must(npm(['run', 'rebuild', '--', `--arch=${arch}`], { cwd: inRoot('node_modules', 'sqlite3') }));
  const half = join(folder, `${arch}.node`);
  await rename(BUILT, half);
  halves.push(half);
}
await must(run('lipo', ['-create', ...halves, '-output', BUILT]));
await rm(folder, { recursive: true });

/** @param {Promise<{ code: number }>} running */
async function must(running) {
  const { code } = await running;
  if (code !== 0) throw new Error('sqlite3 was not compiled for both architectures.');
}
