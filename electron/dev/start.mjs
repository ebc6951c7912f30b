import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { build } from './build.mjs';
import { whyStale } from './dependencies.mjs';
import { openDisplay } from './display.mjs';
import { electronPath, rootArguments } from './electron.mjs';
import { ROOT } from './paths.mjs';
import { say } from './say.mjs';

try {
  const stale = whyStale();
  if (stale !== null) throw new Error(`Belfry is not set up here: ${stale}. Run npm run setup.`);
  const electron = electronPath();
  if (electron === null) throw new Error('There is no Electron yet. Run npm run setup.');
  await build();
  process.exitCode = await launch(electron, process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/**
 * Runs Belfry from this checkout until it ends.
 * @param {string} electron
 * @param {string[]} args Belfry's own, such as --data DIR --hidden
 * @returns {Promise<number>} its exit code, 128 + n for signal n
 */
async function launch(electron, args) {
  const display = await openDisplay();
  if (display.virtual) {
    say('No display here: Belfry runs on a virtual one, unseen. Its command line works: npx belfry status');
  }
  // A machine without a display has no message bus either, of which Chromium complains in every second line.
  const quiet = display.virtual ? ['--log-level=3'] : [];
  const child = spawn(electron, [...rootArguments(), ...quiet, ROOT, ...args], { env: display.env, stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
    });
  } finally {
    display.close();
  }
}
