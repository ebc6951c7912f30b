import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './command.mjs';

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

/** @type {import('./fpm.mjs').Maker} */
export async function makeDeb({ options }, tree) {
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
  const compression = { gz: ['-Zgzip', '-z1'], none: ['-Znone'] }[String(options['deb-compression']?.[0])] ?? ['-Zxz'];
  const to = String(options.package?.[0]);
  const { code } = await run('dpkg-deb', ['--root-owner-group', ...compression, '--build', tree, to]);
  if (code !== 0) throw new Error(`dpkg-deb ended with ${code}.`);
}
