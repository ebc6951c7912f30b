import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './command.mjs';

/** Payload settings of rpmbuild by the name that fpm gives to a compression. */
const PAYLOAD = { xzmt: 'w6T0.xzdio', gzip: 'w1.gzdio', none: 'w0.gzdio' };

/** Names that electron-builder gives to processors, where rpm has others. */
const PROCESSORS = { amd64: 'x86_64', arm64: 'aarch64' };

/** `%` starts a macro in spec files. @param {string} text */
const literal = (text) => text.replaceAll('%', '%%');

/** The folder of the application is owned as a whole, other files one by one. @param {{ from: string, to: string }[]} sources */
const files = (sources) => sources.map(({ to }) => `"${literal(to)}"`);

/**
 * @param {import('./fpm.mjs').Asked} asked
 * @param {string} tree
 * @param {{ after: string, removed: string }} scripts
 * @returns {string} a spec file whose files are there already: nothing is compiled, stripped or looked into
 */
function spec({ options, sources }, tree, { after, removed }) {
  const one = (/** @type {string} */ name) => literal(options[name]?.[0] ?? '');
  const payload = PAYLOAD[/** @type {keyof typeof PAYLOAD} */ (options['rpm-compression']?.[0] ?? 'xzmt')];
  if (payload === undefined) throw new Error('This stand-in for fpm does not compress an rpm so.');
  return [
    '%global debug_package %{nil}',
    '%global __os_install_post %{nil}',
    '%global _build_id_links none',
    `%global _binary_payload ${payload}`,
    `Name: ${one('name')}`,
    `Version: ${one('version')}`,
    'Release: 1',
    `Summary: ${one('rpm-summary') || one('name')}`,
    `License: ${one('license') || 'unknown'}`,
    `Group: ${one('category') || 'default'}`,
    `URL: ${one('url')}`,
    `Vendor: ${one('vendor')}`,
    `Packager: ${one('maintainer')}`,
    'AutoReqProv: no',
    ...(options.d ?? []).map((name) => `Requires: ${literal(name)}`),
    '%description',
    one('description'),
    '%install',
    `mkdir -p "%{buildroot}" && cp -al "${tree}/." "%{buildroot}/"`,
    '%post',
    literal(after),
    '%postun',
    literal(removed),
    '%files',
    '%defattr(-,root,root,-)',
    ...files(sources),
    '',
  ].join('\n');
}

/** @type {import('./fpm.mjs').Maker} */
export async function makeRpm(asked, tree, work) {
  const { options } = asked;
  const script = async (/** @type {string} */ name) => readFile(String(options[name]?.[0]), 'utf8');
  const scripts = { after: await script('after-install'), removed: await script('after-remove') };
  const file = join(work, 'belfry.spec');
  await writeFile(file, spec(asked, tree, scripts));
  const defined = { _topdir: join(work, 'top'), _rpmdir: join(work, 'made'), _build_name_fmt: 'belfry.rpm' };
  const asks = String(options.architecture?.[0]);
  const processor = PROCESSORS[/** @type {keyof typeof PROCESSORS} */ (asks)] ?? asks;
  const { code, output } = await run(
    'rpmbuild',
    [
      ...['-bb', '--target', `${processor}-${options['rpm-os']?.[0] ?? 'linux'}`],
      ...Object.entries(defined).flatMap(([name, value]) => ['--define', `${name} ${value}`]),
      file,
    ],
    { quiet: true },
  );
  if (code !== 0) throw new Error(`rpmbuild ended with ${code}.\n${output}`);
  await copyFile(join(work, 'made', 'belfry.rpm'), String(options.package?.[0]));
}
