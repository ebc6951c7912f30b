import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { npm, onPath, run } from './command.mjs';
import { inRoot } from './paths.mjs';
import { say, seconds, withProgress } from './say.mjs';

/**
 * Installs node_modules when they are not what package-lock.json asks for.
 * @returns {Promise<void>}
 */
export async function setUpDependencies() {
  const reason = whyStale();
  if (reason === null) return;
  const since = Date.now();
  say(`Installing dependencies, since ${reason}. Building SQLite may take two minutes the first time.`);
  // Warnings about the engines of tools for building say nothing about Belfry.
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const work = npm(args, { env: { ...process.env, ...compileEnvironment() }, quiet: true });
  const { code, output } = await withProgress('Installing dependencies', work);
  if (code !== 0) throw new Error(`npm ci failed.\n${output.trim()}`);
  const left = whyStale();
  if (left !== null) throw new Error(`npm ci ended well, and yet ${left}.`);
  say(`Dependencies installed in ${seconds(since)}.`);
}

/** @returns {string | null} what is wrong with node_modules, null when nothing is */
export function whyStale() {
  const installed = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(installed)) return 'there are none yet';
  const wanted = packagesOf(inRoot('package-lock.json'));
  const found = packagesOf(installed);
  for (const [path, { version, optional, peer }] of Object.entries(wanted)) {
    const there = found[path];
    // What is optional is only there on the platforms it is for.
    if (path === '' || (there === undefined && (optional || peer))) continue;
    if (there?.version !== version) return `${path} is not ${version}`;
  }
  return loadsSqlite() ? null : 'sqlite3 is not built for this machine';
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, optional?: boolean, peer?: boolean }>}
 */
const packagesOf = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;

function loadsSqlite() {
  try {
    createRequire(inRoot('package.json'))('sqlite3');
    return true;
  } catch {
    return false;
  }
}

/**
 * Builds sqlite3 anew when `electron` cannot load it: a plain npm install under a newer Node than Electron's builds it
 * for a newer Node-API, and Electron crashes on that.
 * @param {string} electron the executable
 * @returns {Promise<void>}
 */
export async function fitSqlite(electron) {
  const probe = () =>
    run(electron, ['-e', "require('sqlite3')"], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, quiet: true });
  if ((await probe()).code === 0) return;
  const env = { ...process.env, ...compileEnvironment() };
  const work = npm(['rebuild', 'sqlite3', '--loglevel=error'], { env, quiet: true });
  const { code, output } = await withProgress('Building SQLite for Electron', work);
  if (code !== 0) throw new Error(`npm rebuild sqlite3 failed.\n${output.trim()}`);
  const after = await probe();
  if (after.code !== 0) throw new Error(`Electron cannot load sqlite3: ${after.output.trim()}`);
  say('Built SQLite for Electron.');
}

/** The Node-API version of Electron 33 and Node 20; sqlite3 needs 6. One build at it serves all later ones. */
const NODE_API = '9';

/**
 * node-gyp downloads Node's headers unless told where they are; ccache makes a second build a matter of seconds.
 * @returns {NodeJS.ProcessEnv}
 */
function compileEnvironment() {
  const prefix = dirname(dirname(process.execPath));
  const headers = existsSync(join(prefix, 'include', 'node', 'node.h')) ? { npm_config_nodedir: prefix } : {};
  const cached = onPath('ccache') && process.env.CC === undefined && process.env.CXX === undefined;
  const version = { npm_config_napi_build_version: NODE_API };
  return { ...headers, ...version, ...(cached ? { CC: 'ccache gcc', CXX: 'ccache g++' } : {}) };
}
