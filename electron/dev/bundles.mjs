import { rm } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { build } from 'vite';
import { inRoot } from './paths.mjs';

/** Node 20.18 is what Electron 33 has, the oldest that Belfry runs on. */
const NODE = 'node20.18';
/** Sequelize requires all its dialects, and PostgreSQL's needs a package more; Belfry speaks one. */
const OTHER_DIALECTS = /^(\.\/dialects\/(db2|mariadb|mssql|mysql|oracle|postgres|snowflake)|pg-hstore)$/;
/** Dates, places and checks of Sequelize's own, which columns of numbers and texts never come to: a third of the whole. */
const UNUSED_TYPES = /^(moment|moment-timezone|wkx|\.{1,2}\/(utils\/)?validator-extras)$/;
/** Requiring it is fine, and so is to name what is in it; calling that is not. */
const LEFT_OUT = `const missing = (path) => {
  const fail = () => { throw new Error('Left out of this build: ' + path); };
  const get = (_, name) => (typeof name === 'symbol' || name === '__esModule' ? undefined : missing(path + '.' + name));
  return new Proxy(fail, { get, construct: fail });
};
module.exports = missing`;
/** Less to read and to keep (3.1 MB become 1.5 MB); names stay, so that a stack in the log can be read. */
const COMPACT = { compress: true, mangle: false, codegen: { removeWhitespace: true } };
const BUILT_IN = new Set(builtinModules);

/**
 * The main process: a small first module, and parts that are read when they are needed. sqlite3 stays outside: it finds
 * its native part by its own place.
 */
export async function bundleMain() {
  await rm(inRoot('dist', 'main', 'parts'), { recursive: true, force: true });
  const target = { entry: 'electron/launch.ts', out: 'dist/main', file: 'main.js', parts: 'parts/[name].js' };
  await bundleNode({ ...target, external: ['electron', 'sqlite3'] });
}

/** The process that sql jobs run in, one ES module. Like the main process it finds sqlite3 outside. */
export async function bundleSqlHost() {
  const target = { entry: 'electron/actions/sql-host/main.ts', out: 'dist/main', file: 'sql-host.mjs' };
  await bundleNode({ ...target, external: ['sqlite3'] });
}

/** The preload script. In a sandbox that is one CommonJS file that can require electron only. */
export async function bundlePreload() {
  const target = { entry: 'electron/preload.ts', out: 'dist/preload', file: 'preload.cjs', external: ['electron'] };
  await bundleNode({ ...target, format: 'cjs' });
}

/** The belfry command, one ES module for plain Node: neither Electron nor SQLite can be reached from it. */
export async function bundleCommand() {
  const target = { entry: 'electron/cli.ts', out: 'dist/cli', file: 'belfry.js', external: [] };
  await bundleNode({ ...target, banner: '#!/usr/bin/env node' });
}

/** The window's page, by its own vite.config.ts: as it is released, also where tests build it, whose NODE_ENV says otherwise. */
export async function bundleWindow() {
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  try {
    await build({ configFile: inRoot('renderer', 'vite.config.ts'), logLevel: 'warn' });
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
}

/**
 * @param {{ entry: string, out: string, file: string, external: string[], format?: 'es' | 'cjs', banner?: string, parts?: string }} target
 *   with `parts`, dynamic imports become files of their own
 */
export async function bundleNode({ entry, out, file, external, format = 'es', banner, parts }) {
  const input = inRoot(entry);
  await build({
    configFile: false,
    root: inRoot(),
    logLevel: 'warn',
    publicDir: false,
    // Sequelize, umzug and node-schedule mean Node by `main`; their `module` is for browsers or half done.
    ssr: { external, noExternal: true, target: 'node', resolve: { mainFields: ['main'] } },
    plugins: [
      leaveOut(),
      { name: 'ascii', generateBundle: (_options, bundle) => escapeAll(bundle) },
      { name: 'allowed-imports', generateBundle: (_options, bundle) => refuseImports(bundle, external) },
    ],
    build: {
      ssr: input,
      target: NODE,
      outDir: inRoot(out),
      // dist/main also holds the hosts.
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        output: {
          ...{ format, entryFileNames: file, codeSplitting: parts !== undefined, minify: COMPACT },
          ...(parts && { chunkFileNames: parts }),
          ...(banner && { banner }),
        },
      },
    },
  });
}

/**
 * V8 keeps a module's text, and needs two bytes for each character of it if one is beyond Latin-1: 10 MB for 5 MB.
 * @param {import('vite').Rolldown.OutputBundle} bundle
 */
function escapeAll(bundle) {
  for (const chunk of Object.values(bundle)) {
    if (chunk.type !== 'chunk') continue;
    chunk.code = chunk.code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  }
}

/**
 * Parts of packages that Belfry never calls, and that would double the bundle.
 * @returns {import('vite').Plugin}
 */
function leaveOut() {
  const ID = '\0left-out:';
  return {
    name: 'leave-out',
    enforce: 'pre',
    resolveId: (source, importer = '') => {
      const isUnused =
        [OTHER_DIALECTS, UNUSED_TYPES].some((names) => names.test(source)) && importer.includes('sequelize');
      // umzug's own command line, with a command parser and a schema validator behind it.
      const isCommandLine = source === './cli' && importer.includes('umzug');
      return isUnused || isCommandLine ? `${ID}${source}` : null;
    },
    load: (id) => (id.startsWith(ID) ? `${LEFT_OUT}(${JSON.stringify(id.slice(ID.length))});` : null),
  };
}

/**
 * A package that stays outside is not in the release: better no build than one that fails on a user's machine.
 * @param {import('vite').Rolldown.OutputBundle} bundle
 * @param {string[]} external
 */
function refuseImports(bundle, external) {
  for (const chunk of Object.values(bundle)) {
    if (chunk.type !== 'chunk') continue;
    const foreign = [...chunk.imports, ...chunk.dynamicImports].filter(
      (name) =>
        !name.startsWith('node:') &&
        !name.startsWith('parts/') &&
        name !== 'main.js' &&
        !BUILT_IN.has(name) &&
        !external.includes(name),
    );
    if (foreign.length > 0) throw new Error(`${chunk.fileName} must not import ${foreign.join(', ')}.`);
  }
}
