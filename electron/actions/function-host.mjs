// Runs one exported function of a user's module, in a process of its own that function.ts starts with a Call.
// The process ends as any Node program does: when the function has settled and nothing is left to wait for.
import { realpathSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fail, messageOf, readRequest } from './host-channel.mjs';

// The function's own children are not to start as Node.
delete process.env.ELECTRON_RUN_AS_NODE;

/** @typedef {{ folder: string, module: string, export: string, args: unknown[] }} Call */

/**
 * The module's real path: a link must not lead out of the folder.
 * @param {Call} call
 */
function locate({ folder, module }) {
  try {
    const root = realpathSync(folder);
    const path = realpathSync(join(root, module));
    const inside = relative(root, path);
    if (inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside)) return path;
    fail(`The module ${module} leads out of the jobs folder ${folder}.`);
  } catch {
    fail(`There is no module ${module} in the jobs folder ${folder}.`);
  }
  return null;
}

/**
 * @param {string} path
 * @param {Call} call
 * @returns {Promise<Function | null>}
 */
async function load(path, call) {
  try {
    const found = await import(pathToFileURL(path).href);
    const names = { ...(typeof found.default === 'object' ? found.default : {}), ...found };
    if (Object.hasOwn(names, call.export) && typeof names[call.export] === 'function') return names[call.export];
    const functions = Object.keys(names).filter((name) => typeof names[name] === 'function');
    fail(
      `The module ${call.module} exports no function ${call.export}, but: ${functions.join(', ') || 'none at all'}.`,
    );
  } catch (error) {
    if (/\.[mc]?ts$/.test(path) && !('typescript' in process.features && process.features.typescript)) {
      fail(
        `The module ${call.module} is TypeScript, which this Belfry's Node ${process.versions.node} cannot run. Compile it to JavaScript first.`,
      );
      return null;
    }
    const isModule = /\.js$/.test(path) && error instanceof SyntaxError && /\b(import|export)\b/.test(error.message);
    const hint = isModule ? ' A module with import and export needs the ending .mjs.' : '';
    fail(`The module ${call.module} could not be loaded: ${messageOf(error).replace(/\.?$/, '.')}${hint}`, error);
  }
  return null;
}

/**
 * As JSON on one line; what JSON cannot hold, as Node shows it.
 * @param {unknown} result
 */
function print(result) {
  if (result === undefined) return;
  try {
    console.log(JSON.stringify(result) ?? result);
  } catch {
    console.log(result);
  }
}

/** @param {Call} call */
async function main(call) {
  let under = `The module ${call.module} never finished loading`;
  process.once('beforeExit', () => {
    if (under) fail(`${under}: it waits for something that can no longer happen.`);
  });
  process.on('uncaughtException', (error) => fail(`Uncaught ${messageOf(error)}`, error));
  process.on('unhandledRejection', (error) => fail(`Unhandled rejection: ${messageOf(error)}`, error));
  const path = locate(call);
  const target = path && (await load(path, call));
  if (!target) return;
  under = `The function ${call.export} never finished`;
  try {
    print(await target(...call.args));
  } catch (error) {
    fail(messageOf(error), error);
  }
  under = '';
}

void main(readRequest());
