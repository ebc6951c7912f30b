#!/usr/bin/env node
// Makes a deb from the arguments that electron-builder gives to fpm, where no fpm is to be had: only dpkg-deb is needed.
// `npm run package -- --linux deb` uses it then. What it does not know it refuses, rather than leave it out.
import { chmod, copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from './command.mjs';

/** Names and what becomes of them: a field of the control file, a script, or nothing. */
const KNOWN = new Set([
  ...['s', 't', 'd', 'architecture', 'after-install', 'after-remove', 'description', 'version', 'package', 'name'],
  ...['maintainer', 'vendor', 'url', 'category', 'deb-priority', 'deb-compression', 'deb-recommends', 'license'],
]);

/**
 * @param {string[]} args
 * @returns {{ options: Record<string, string[]>, sources: { from: string, to: string }[] }}
 */
function parse(args) {
  /** @type {Record<string, string[]>} */
  const options = {};
  const sources = [];
  for (let at = 0; at < args.length; at++) {
    const arg = /** @type {string} */ (args[at]);
    if (arg === '--force') continue;
    const name = arg.startsWith('-') ? arg.replace(/^--?/, '') : null;
    if (name === null) {
      const equals = arg.lastIndexOf('=');
      sources.push({ from: arg.slice(0, equals), to: arg.slice(equals + 1) });
    } else if (!KNOWN.has(name)) throw new Error(`This stand-in for fpm does not know ${arg}.`);
    else options[name] = [...(options[name] ?? []), String(args[++at])];
  }
  return { options, sources };
}

/** @param {Record<string, string[]>} options @param {number} kilobytes */
function control(options, kilobytes) {
  const one = (/** @type {string} */ name) => options[name]?.[0] ?? '';
  const [synopsis = '', ...description] = one('description').split('\n');
  return [
    `Package: ${one('name')}`,
    `Version: ${one('version')}`,
    `Architecture: ${one('architecture')}`,
    `Maintainer: ${one('maintainer')}`,
    `Installed-Size: ${kilobytes}`,
    `Depends: ${(options.d ?? []).join(', ')}`,
    ...(options['deb-recommends'] ? [`Recommends: ${options['deb-recommends'].join(', ')}`] : []),
    `Section: ${one('category') || 'default'}`,
    `Priority: ${one('deb-priority') || 'optional'}`,
    `Homepage: ${one('url')}`,
    `Description: ${synopsis}`,
    ...description.map((line) => (line.trim() === '' ? ' .' : ` ${line.trim()}`)),
    '',
  ].join('\n');
}

/** @param {string} folder @returns {Promise<number>} bytes of all files in it */
async function sizeOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries.filter((entry) => entry.isFile()).map((entry) => stat(join(entry.parentPath, entry.name)));
  return (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0);
}

/** @param {string[]} args */
async function makeDeb(args) {
  const { options, sources } = parse(args);
  if (options.s?.[0] !== 'dir' || options.t?.[0] !== 'deb') throw new Error('This stand-in for fpm makes debs only.');
  const tree = await mkdtemp(join(tmpdir(), 'belfry-deb-'));
  try {
    await chmod(tree, 0o755);
    for (const { from, to } of sources) {
      const target = join(tree, to);
      await mkdir(dirname(target), { recursive: true });
      // A folder with a slash behind it gives its content.
      if (from.endsWith('/')) await cp(from, target, { recursive: true, verbatimSymlinks: true });
      else await copyFile(from, target);
    }
    const kilobytes = Math.ceil((await sizeOf(tree)) / 1024);
    await mkdir(join(tree, 'DEBIAN'), { recursive: true });
    await writeFile(join(tree, 'DEBIAN', 'control'), control(options, kilobytes));
    for (const [option, script] of [
      ['after-install', 'postinst'],
      ['after-remove', 'postrm'],
    ]) {
      const text = await readFile(String(options[String(option)]?.[0]), 'utf8');
      await writeFile(join(tree, 'DEBIAN', String(script)), text, { mode: 0o755 });
    }
    const compression = { gz: ['-Zgzip', '-z1'], none: ['-Znone'] }[String(options['deb-compression']?.[0])] ?? [
      '-Zxz',
    ];
    const to = String(options.package?.[0]);
    const { code } = await run('dpkg-deb', ['--root-owner-group', ...compression, '--build', tree, to]);
    if (code !== 0) throw new Error(`dpkg-deb ended with ${code}.`);
  } finally {
    await rm(tree, { recursive: true, force: true });
  }
}

try {
  await makeDeb(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
