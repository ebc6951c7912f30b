#!/usr/bin/env node
// Makes a deb or an rpm from the arguments that electron-builder gives to fpm, where no fpm is to be had: dpkg-deb or
// rpmbuild do the work. `npm run package -- --linux deb rpm` uses it then. What it does not know it refuses, rather than
// leave it out.
import { chmod, copyFile, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeDeb } from './fpm-deb.mjs';
import { makeRpm } from './fpm-rpm.mjs';

/** Names and what becomes of them: a field of the package, a script, or nothing. */
const KNOWN = new Set([
  ...['s', 't', 'd', 'architecture', 'after-install', 'after-remove', 'description', 'version', 'package', 'name'],
  ...['maintainer', 'vendor', 'url', 'category', 'license', 'deb-priority', 'deb-compression', 'deb-recommends'],
  ...['rpm-os', 'rpm-compression', 'rpm-summary'],
]);

/** @typedef {{ options: Record<string, string[]>, sources: { from: string, to: string }[] }} Asked what to pack, and how */
/** @typedef {(asked: Asked, tree: string, work: string) => Promise<void>} Maker `tree` holds the files, `work` is a folder to use */

/** @type {Record<string, Maker>} */
const MAKERS = { deb: makeDeb, rpm: makeRpm };

/**
 * @param {string[]} args
 * @returns {Asked}
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

/** @param {string[]} args */
async function makePackage(args) {
  const asked = parse(args);
  const make = MAKERS[String(asked.options.t?.[0])];
  if (asked.options.s?.[0] !== 'dir' || make === undefined)
    throw new Error(`This stand-in for fpm makes ${Object.keys(MAKERS).join(' and ')} only.`);
  const work = await mkdtemp(join(tmpdir(), 'belfry-package-'));
  try {
    const tree = join(work, 'tree');
    await mkdir(tree);
    await chmod(tree, 0o755);
    for (const { from, to } of asked.sources) {
      const target = join(tree, to);
      await mkdir(dirname(target), { recursive: true });
      // A folder with a slash behind it gives its content.
      if (from.endsWith('/')) await cp(from, target, { recursive: true, verbatimSymlinks: true });
      else await copyFile(from, target);
    }
    await make(asked, tree, work);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

try {
  await makePackage(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
