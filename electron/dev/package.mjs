import { mkdir } from 'node:fs/promises';
import { build } from './build.mjs';
import { onPath, run } from './command.mjs';
import { electronDist, electronVersion } from './electron.mjs';
import { inRoot } from './paths.mjs';
import { say, seconds } from './say.mjs';

// npm run package                     an unpacked build for this machine, in release/
// npm run package -- --inspectable    the same, open to the debugger: tests drive it, nobody gets it
// npm run package -- --linux deb      any of electron-builder's own arguments
//
// BELFRY_HOMEPAGE names the home page that packages carry, BELFRY_UPDATE_URL the folder on a web server where they look
// for newer versions; without it they do not look. How to sign, and to have notarised, is taken from the variables that
// electron-builder knows: CSC_LINK, CSC_KEY_PASSWORD, WIN_CSC_LINK, WIN_CSC_KEY_PASSWORD, APPLE_ID,
// APPLE_APP_SPECIFIC_PASSWORD, APPLE_TEAM_ID (or APPLE_API_KEY, APPLE_API_KEY_ID, APPLE_API_ISSUER).
try {
  process.exitCode = await makePackage(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/**
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
async function makePackage(args) {
  const since = Date.now();
  const dist = electronDist();
  if (dist === null) throw new Error('There is no Electron yet. Run npm run setup.');
  await build();
  await mkdir(inRoot('release'), { recursive: true });
  const inspectable = args.includes('--inspectable') || process.env.BELFRY_PACKAGE_FOR_TEST === '1';
  const targets = args.filter((arg) => arg !== '--inspectable');
  chooseFpm();
  const { code } = await run(process.execPath, [
    inRoot('node_modules', 'electron-builder', 'cli.js'),
    ...(targets.length > 0 ? targets : ['--dir']),
    ...['--config', 'electron-builder.yml', '--publish', 'never'],
    ...[`-c.electronDist=${dist}`, `-c.electronVersion=${electronVersion(dist)}`],
    `-c.extraMetadata.homepage=${process.env.BELFRY_HOMEPAGE ?? 'https://belfry.example'}`,
    ...updateArguments(process.env.BELFRY_UPDATE_URL),
    ...(inspectable ? ['-c.electronFuses.enableNodeCliInspectArguments=true'] : []),
  ]);
  if (code === 0) say(`Packaged into release/ in ${seconds(since)}${inspectable ? ', for tests only' : ''}.`);
  return code;
}

/**
 * @param {string | undefined} url
 * @returns {string[]}
 */
function updateArguments(url) {
  if (url === undefined || url === '') return [];
  // What is loaded over http may be anybody's; tests serve it on this computer.
  if (!URL.canParse(url) || !/^(https:\/\/|http:\/\/127\.0\.0\.1[:/])/.test(new URL(url).href))
    throw new Error('BELFRY_UPDATE_URL must be an https address.');
  return ['-c.publish.provider=generic', `-c.publish.url=${url}`];
}

/** electron-builder would load fpm from a release server; debs and rpms are made without it. */
function chooseFpm() {
  if (process.platform !== 'linux' || process.env.CUSTOM_FPM_PATH || process.env.USE_SYSTEM_FPM) return;
  if (onPath('fpm')) process.env.USE_SYSTEM_FPM = 'true';
  else if (onPath('dpkg-deb') || onPath('rpmbuild')) process.env.CUSTOM_FPM_PATH = inRoot('electron', 'dev', 'fpm.mjs');
}
