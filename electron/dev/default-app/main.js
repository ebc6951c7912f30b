// What `electron <path>` runs, for an Electron that came without such an app of its own.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as electron from 'electron';

/** Two calls that Electron keeps for apps like this one. */
const app = /** @type {import('electron').App & Record<'setVersion' | 'setAppPath', (value: string) => void>} */ (
  electron.app
);
const require = createRequire(import.meta.url);

/** @param {string[]} args */
function readArguments(args) {
  const preloads = [];
  for (let at = 0; at < args.length; at++) {
    const arg = String(args[at]);
    if (arg === '-v' || arg === '--version') return { preloads, version: true, path: null };
    if (arg === '-r' || arg === '--require') preloads.push(String(args[++at]));
    else if (!arg.startsWith('-')) return { preloads, version: false, path: resolve(arg) };
  }
  return { preloads, version: false, path: null };
}

/**
 * Makes the process look as if it were that application.
 * @param {string} path a folder with a package.json, or a script
 * @returns {string} the script to run
 */
function adopt(path) {
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  const manifest = join(folder, 'package.json');
  const { name, productName, version, main } = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : {};
  if (version) app.setVersion(version);
  if (productName ?? name) {
    app.setName(productName ?? name);
    app.setPath('userData', join(app.getPath('appData'), app.getName()));
  }
  app.setAppPath(folder);
  return folder === path ? join(path, main ?? 'index.js') : path;
}

const { preloads, version, path } = readArguments(process.argv.slice(1));
if (version || path === null) {
  console.log(version ? `v${process.versions.electron}` : 'Give the folder of an application: electron <path>');
  app.exit(version ? 0 : 1);
} else {
  try {
    Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
    for (const preload of preloads) require(resolve(preload));
    await import(pathToFileURL(adopt(path)).href);
  } catch (error) {
    console.error(error);
    app.exit(1);
  }
}
