// npm test                 every part, in the order of PARTS
// npm test -- core store   these only
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Folders of test/ that hold no tests of this run. */
const NO_TESTS = ['support', 'fixtures', 'vectors', 'e2e'];
const ROOMS = readdirSync(join(ROOT, 'test'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !NO_TESTS.includes(entry.name) && hasTests(join(ROOT, 'test', entry.name)))
  .map((entry) => entry.name);
const PACKAGE_TEST = 'test/e2e/package.e2e.ts';
const E2E = 'test/e2e/vitest.config.ts';
/** Measures, and so shares the machine with no other test. */
const SCALE_TEST = 'test/e2e/scale.e2e.ts';

/** @typedef {{ name: string, passed: number, failed: number, ms: number }} Result */
/** @typedef {{ status: string, startTime: number, endTime: number, name: string, assertionResults: { status: string, duration?: number | null }[] }} TestFile */

/** @type {Record<string, () => Result[]>} */
const PARTS = {
  types: () => [check('types', 'typescript/bin/tsc', ['--noEmit'])],
  lint: () => [check('lint', '@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.'])],
  ...Object.fromEntries(ROOMS.map((room) => [room, () => rooms([room])])),
  e2e: () => [vitest('e2e', E2E, ['--exclude', PACKAGE_TEST, '--exclude', SCALE_TEST])],
  scale: () => [vitest('scale', E2E, [SCALE_TEST])],
  ...(existsSync(join(ROOT, PACKAGE_TEST)) && { package: () => [packaged()] }),
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(`No part of the tests is called ${unknown.join(', ')}. There are: ${Object.keys(PARTS).join(', ')}.`);
  process.exit(2);
}
report(chosen.length > 0 ? chosen.flatMap((name) => PARTS[name]?.() ?? []) : everything());

/** Rooms run side by side in one go; only their results are told apart. */
function everything() {
  const order = Object.keys(PARTS).filter((name) => !ROOMS.includes(name));
  const at = order.indexOf('lint') + 1;
  const before = order.slice(0, at).flatMap((name) => PARTS[name]?.() ?? []);
  const middle = rooms(ROOMS);
  return [...before, ...middle, ...order.slice(at).flatMap((name) => PARTS[name]?.() ?? [])];
}

/** @param {Result[]} results */
function report(results) {
  const width = Math.max(...results.map(({ name }) => name.length));
  console.log('');
  for (const { name, passed, failed, ms } of results) {
    const time = `${(ms / 1000).toFixed(1)} s`.padStart(8);
    console.log(
      `${name.padEnd(width)}  ${String(passed).padStart(5)} passed  ${String(failed).padStart(3)} failed ${time}`,
    );
  }
  const sum = (/** @type {'passed' | 'failed'} */ field) => results.reduce((total, result) => total + result[field], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
  process.exitCode = sum('failed') > 0 || sum('passed') === 0 ? 1 : 0;
}

/**
 * A check that passes or fails as a whole.
 * @param {string} name
 * @param {string} script under node_modules
 * @param {string[]} args
 * @returns {Result}
 */
function check(name, script, args) {
  const { ok, ms } = node(name, [join('node_modules', script), ...args]);
  return { name, passed: ok ? 1 : 0, failed: ok ? 0 : 1, ms };
}

/**
 * @param {string[]} names
 * @returns {Result[]}
 */
function rooms(names) {
  const { files, ok, ms } = runVitest(
    names.join(', '),
    'test/vitest.config.ts',
    names.map((name) => `test/${name}/`),
  );
  const roomOf = (/** @type {TestFile} */ file) => relative(ROOT, file.name).split(sep)[1];
  const results = names.map((name) =>
    countTests(
      name,
      files.filter((file) => roomOf(file) === name),
    ),
  );
  // A failure outside of any test, such as an unhandled rejection, counts as well.
  if (!ok && results.every(({ failed }) => failed === 0)) results.push({ name: 'vitest', passed: 0, failed: 1, ms });
  return results;
}

/**
 * @param {string} name
 * @param {string} config
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Result}
 */
function vitest(name, config, args, env) {
  const { files, ok, ms } = runVitest(name, config, args, env);
  const result = { ...countTests(name, files), ms };
  return ok || result.failed > 0 ? result : { ...result, failed: 1 };
}

/** Packages the application, then starts it: that build alone is open to the debugger the test needs. */
function packaged() {
  const { ok, ms } = node('package', ['electron/dev/package.mjs', '--inspectable']);
  if (!ok) return { name: 'package', passed: 0, failed: 1, ms };
  const result = vitest('package', E2E, [PACKAGE_TEST]);
  return { ...result, ms: result.ms + ms };
}

/**
 * @param {string} name
 * @param {string} config
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {{ files: TestFile[], ok: boolean, ms: number }}
 */
function runVitest(name, config, args, env) {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-results-'));
  const file = join(folder, 'results.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const { ok, ms } = node(
      name,
      ['node_modules/vitest/vitest.mjs', 'run', '--config', config, ...reporters, ...args],
      env,
    );
    return { files: existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).testResults : [], ok, ms };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} name
 * @param {TestFile[]} files
 * @returns {Result}
 */
function countTests(name, files) {
  const tests = files.flatMap((file) => file.assertionResults);
  const count = (/** @type {string} */ status) => tests.filter((test) => test.status === status).length;
  // A file that cannot even be loaded has no tests to fail.
  const broken = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const ms = files.reduce((total, { startTime, endTime }) => total + Math.max(0, endTime - startTime), 0);
  return { name, passed: count('passed'), failed: count('failed') + broken.length, ms };
}

/**
 * @param {string} name
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
function node(name, args, env = process.env) {
  console.log(`\n> ${name}`);
  const since = Date.now();
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] });
  return { ok: status === 0, ms: Date.now() - since };
}

/** @param {string} folder */
function hasTests(folder) {
  return readdirSync(folder, { recursive: true }).some((name) => /\.test\.tsx?$/.test(String(name)));
}
