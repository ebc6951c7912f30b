import { chmod, lstat, mkdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from './build.mjs';
import { fitSqlite, setUpDependencies, whyStale } from './dependencies.mjs';
import { electronPath, electronVersion } from './electron.mjs';
import { inRoot } from './paths.mjs';
import { setUpElectron } from './runtime.mjs';
import { say, seconds } from './say.mjs';
import { setUpCompiler, setUpLibraries } from './system.mjs';

const since = Date.now();
try {
  checkNode();
  if (whyStale() !== null) await setUpCompiler();
  await setUpDependencies();
  const dist = await setUpElectron();
  await setUpLibraries(String(electronPath()));
  await fitSqlite(String(electronPath()));
  const built = await build();
  await linkCommand();
  say(
    `Belfry is set up (Electron ${electronVersion(dist)}, ${built.length === 0 ? 'nothing to build' : `built ${built.join(', ')}`}) in ${seconds(since)}.`,
  );
  say('Next: npm start, npm test, npx belfry --help');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new Error(`Belfry needs Node 20.19 or later, not ${process.version}.`);
}

/** npm links the commands of dependencies only; this one lets `npx belfry` work in the checkout. */
async function linkCommand() {
  const bin = inRoot('node_modules', '.bin');
  const target = join('..', '..', 'dist', 'cli', 'belfry.js');
  await mkdir(bin, { recursive: true });
  if (process.platform === 'win32') {
    await writeFile(join(bin, 'belfry.cmd'), `@node "%~dp0\\${target}" %*\r\n`);
    return;
  }
  const link = join(bin, 'belfry');
  if ((await readlink(link).catch(() => null)) === target) return;
  if (await lstat(link).catch(() => null)) await rm(link);
  await symlink(target, link);
  await chmod(inRoot('dist', 'cli', 'belfry.js'), 0o755);
}
