// npm run contents    what is in the package that npm run package made, by part, in MB
import { readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getRawHeader } from '@electron/asar';
import { packageFolder } from './electron.mjs';

/** Parts of a package, the first that fits, by the path from its folder; files in the archive lie below app.asar/. */
const PARTS = /** @type {const} */ ([
  ['Belfry: main process', /app\.asar(\.unpacked)?\/dist\/main\//],
  ['Belfry: window', /app\.asar\/dist\/(renderer|preload)\//],
  ['Belfry: command line', /app\.asar(\.unpacked)?\/dist\/cli\/|resources\/bin\//],
  ['SQLite', /app\.asar(\.unpacked)?\/node_modules\//],
  ['Belfry: icons, tray images, samples, manifest', /^resources\/|app\.asar(\.unpacked)?\//],
  ['Electron: languages', /^locales\//],
  ['Electron: licences', /LICENSE/],
  ['Electron: graphics', /^lib(EGL|GLESv2|vulkan|vk_)|^vk_swiftshader/],
  ['Electron: the rest (Chromium, Node, V8)', /./],
]);

/**
 * Every file of a package and its size; those inside the archive are listed under it, and counted there alone.
 * @param {string} folder
 * @returns {{ path: string, bytes: number }[]} paths with forward slashes
 */
export function contentsOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const full = join(entry.parentPath, entry.name);
      const path = relative(folder, full).replaceAll(sep, '/');
      if (!path.endsWith('app.asar')) return [{ path, bytes: statSync(full).size }];
      return archived(getRawHeader(full).header, path);
    });
}

/**
 * @param {any} node of an archive's header
 * @param {string} path
 * @returns {{ path: string, bytes: number }[]}
 */
function archived(node, path) {
  if (node.files) return Object.entries(node.files).flatMap(([name, child]) => archived(child, `${path}/${name}`));
  // Those beside the archive are found as files.
  return node.unpacked ? [] : [{ path, bytes: node.size ?? 0 }];
}

/** @param {{ path: string, bytes: number }[]} files @returns {[string, number][]} bytes by part, none left out */
export function partsOf(files) {
  const sums = new Map(PARTS.map(([name]) => [/** @type {string} */ (name), 0]));
  for (const { path, bytes } of files) {
    const [name] = /** @type {[string, RegExp]} */ (PARTS.find(([, pattern]) => pattern.test(path)));
    sums.set(name, (sums.get(name) ?? 0) + bytes);
  }
  return [...sums];
}

if (import.meta.url === pathToFileURL(String(process.argv[1])).href) {
  const folder = packageFolder();
  if (folder === null) {
    console.error('There is no package here. Make one with npm run package.');
    process.exit(1);
  }
  const parts = partsOf(contentsOf(folder));
  const line = (/** @type {string} */ name, /** @type {number} */ bytes) =>
    console.log(`${name.padEnd(48)}${(bytes / 1e6).toFixed(1).padStart(7)}`);
  for (const [name, bytes] of parts) line(name, bytes);
  line(
    'together',
    parts.reduce((sum, [, bytes]) => sum + bytes, 0),
  );
}
