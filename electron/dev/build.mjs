import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot } from './paths.mjs';
import { say, seconds } from './say.mjs';

/**
 * A part of the application that is built by itself.
 * @typedef {object} Part
 * @property {string} output file under dist/ that proves it was built
 * @property {string[]} inputs files and folders of the checkout it is made from
 * @property {string} [variant] what else decides how it comes out
 * @property {() => Promise<void>} make
 */

const ELECTRON_INPUTS = ['electron', 'package.json', 'package-lock.json'];
/** Of the tools, only this one has a say in what is built. */
const isInput = (/** @type {string} */ file) => !file.startsWith(DEV) || file.endsWith('bundles.mjs');
const DEV = join('electron', 'dev', sep);

const HOST_FILES = ['function-host.mjs', 'host-channel.mjs'];

/** @type {Record<string, Part>} */
const PARTS = {
  main: {
    output: 'main/main.js',
    inputs: ELECTRON_INPUTS,
    make: async () => (await import('./bundles.mjs')).bundleMain(),
  },
  'function host': {
    output: 'main/function-host.mjs',
    inputs: HOST_FILES.map((name) => `electron/actions/${name}`),
    make: async () => {
      for (const name of HOST_FILES) await copy(`electron/actions/${name}`, `dist/main/${name}`);
    },
  },
  'sql host': {
    output: 'main/sql-host.mjs',
    inputs: ['electron/actions', 'package.json', 'package-lock.json'],
    make: async () => (await import('./bundles.mjs')).bundleSqlHost(),
  },
  preload: {
    output: 'preload/preload.cjs',
    inputs: ELECTRON_INPUTS,
    make: async () => (await import('./bundles.mjs')).bundlePreload(),
  },
  'command line': {
    output: 'cli/belfry.js',
    inputs: ELECTRON_INPUTS,
    make: async () => {
      await (await import('./bundles.mjs')).bundleCommand();
      await chmod(inRoot('dist', 'cli', 'belfry.js'), 0o755);
    },
  },
  window: {
    output: 'renderer/index.html',
    inputs: ['renderer', 'electron/contract', 'electron/dev/bundles.mjs', 'package.json', 'package-lock.json'],
    variant: process.env.BELFRY_PSEUDO_LOCALE,
    make: async () => (await import('./bundles.mjs')).bundleWindow(),
  },
};

const STAMPS = inRoot('dist', '.stamps.json');

/**
 * Builds into dist/ what has changed since the last build.
 * @returns {Promise<string[]>} the parts that were built
 */
export async function build() {
  const stamps = await readStamps();
  const built = [];
  for (const [name, part] of Object.entries(PARTS)) {
    const stamp = `${await hashOf(part.inputs)}${part.variant ?? ''}`;
    if (stamps[name] === stamp && existsSync(inRoot('dist', part.output))) continue;
    const since = Date.now();
    await part.make();
    say(`Built ${name} in ${seconds(since)}.`);
    built.push(name);
    stamps[name] = stamp;
    // After each part: a later one that fails does not make this one run again.
    await writeFile(STAMPS, JSON.stringify(stamps));
  }
  return built;
}

/** @returns {Promise<Record<string, string>>} */
async function readStamps() {
  try {
    return JSON.parse(await readFile(STAMPS, 'utf8'));
  } catch {
    await rm(inRoot('dist'), { recursive: true, force: true });
    await mkdir(inRoot('dist'), { recursive: true });
    return {};
  }
}

/**
 * By content: modification times say nothing after a checkout.
 * @param {string[]} inputs
 */
async function hashOf(inputs) {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of await filesOf(input)) hash.update(`${file}\0`).update(await readFile(inRoot(file)));
  }
  return hash.digest('hex');
}

/**
 * @param {string} input
 * @returns {Promise<string[]>}
 */
async function filesOf(input) {
  const entries = await readdir(inRoot(input), { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOTDIR') return null;
    throw error;
  });
  if (entries === null) return [input];
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files
    .map((file) => file.slice(inRoot().length + 1))
    .filter(isInput)
    .sort();
}

/**
 * @param {string} from
 * @param {string} to
 */
async function copy(from, to) {
  await mkdir(dirname(inRoot(to)), { recursive: true });
  await copyFile(inRoot(from), inRoot(to));
}

if (import.meta.url === pathToFileURL(String(process.argv[1])).href) {
  const since = Date.now();
  try {
    const built = await build();
    say(built.length === 0 ? 'Nothing to build.' : `Built in ${seconds(since)}.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
