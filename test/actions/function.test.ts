import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { tempFolder } from '../support/temp.ts';
import { begin, call, type Ended, living, pidsIn, run, until } from './begin.ts';

let folder: string;
beforeEach(async () => {
  folder = await tempFolder();
});

const module = (name: string, text: string) => writeFileSync(join(folder, name), text);
const runCall = (...[name, exported, ...args]: Parameters<typeof call>): Promise<Ended> =>
  run(call(name, exported, ...args), { jobsFolder: folder });

describe('a function', () => {
  it('is called with JSON arguments; what it prints and returns is output', async () => {
    module(
      'm.mjs',
      'export async function sum(a, b) { console.log("adding"); console.error("hm"); return { sum: a + b.n }; }',
    );
    expect(await runCall('m.mjs', 'sum', 2, { n: 3 })).toMatchObject({
      ...{ exitCode: 0, signal: null, error: null, out: 'adding\n{"sum":5}\n', err: 'hm\n' },
    });
  });

  it('takes arguments of any size and letters', async () => {
    module('m.mjs', 'export const echo = (...args) => args;');
    const args = ['línea 日本 🔔\n', 'x'.repeat(1_000_000), [null, true, 1.5]];
    expect(JSON.parse((await runCall('m.mjs', 'echo', ...args)).out)).toEqual(args);
  });

  it('may stand in CommonJS, in a subfolder, as a static import, or as a member of the default export', async () => {
    module(
      'm.cjs',
      'exports.hello = (name) => "hello " + name; exports.self = function () { return require("./n.cjs"); };',
    );
    module('n.cjs', 'module.exports = 7;');
    module('d.mjs', 'import seven from "./n.cjs"; export default { hello: () => seven };');
    expect((await runCall('m.cjs', 'hello', 'you')).out).toBe('"hello you"\n');
    expect((await runCall('m.cjs', 'self')).out).toBe('7\n');
    expect((await runCall('d.mjs', 'hello')).out).toBe('7\n');
  });

  it('may be TypeScript, where this Node can run it', async () => {
    module('t.ts', 'export const hello = (name: string): string => "hello " + name;');
    module('t.mts', 'export const hello = (name: string): string => "hello " + name;');
    for (const name of ['t.ts', 't.mts']) {
      const { out, error } = await runCall(name, 'hello', 'you');
      if ('typescript' in process.features && process.features.typescript) expect(out).toBe('"hello you"\n');
      else
        expect(error).toBe(
          `The module ${name} is TypeScript, which this Belfry's Node ${process.versions.node} cannot run. Compile it to JavaScript first.`,
        );
    }
  });

  it('ends when nothing is left to wait for', async () => {
    module('m.mjs', 'export function later() { setTimeout(() => console.log("late"), 50); return "early"; }');
    expect((await runCall('m.mjs', 'later')).out).toBe('"early"\nlate\n');
  });

  it('starts other programs as they are', async () => {
    module(
      'm.mjs',
      `import { execFileSync } from 'node:child_process';
      export const env = () => execFileSync('env').toString().split('\\n').filter((line) => /^(ELECTRON|BELFRY_RUN_ID)/.test(line));`,
    );
    expect((await runCall('m.mjs', 'env')).out).toMatch(/^\["BELFRY_RUN_ID=\d+"\]\n$/);
  });

  it('of the samples says hello and tells the local time', async () => {
    module('samples.mjs', readFileSync(join(import.meta.dirname, '../../resources/jobs/samples.mjs'), 'utf8'));
    expect((await runCall('samples.mjs', 'printHello')).out).toBe('Hello from Belfry\n');
    const options = { jobsFolder: folder, environment: { TZ: 'America/St_Johns' } };
    const before = Date.now();
    const { out } = await run(call('samples.mjs', 'printTime'), options);
    expect(out).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[23]:30\n$/);
    expect(Math.abs(Date.parse(out.trim()) - before)).toBeLessThan(20_000);
  });
});

describe('a function that fails', () => {
  beforeEach(() => {
    module(
      'm.mjs',
      `
      export const notAFunction = 1;
      export function boom() { console.log('before'); throw new TypeError('no good.\\nmore'); }
      export async function reject() { throw new Error('later'); }
      export function odd() { throw 'a string'; }
      export function astray() { setTimeout(() => { throw new Error('astray'); }); return new Promise((done) => setTimeout(done, 60000)); }
      export function floating() { Promise.reject(new Error('lost')); return new Promise((done) => setTimeout(done, 60000)); }
      export function leave() { process.exit(9); }
      export const never = () => new Promise(() => {});
      export function crash() { process.kill(process.pid, 'SIGSEGV'); return new Promise((done) => setTimeout(done, 60000)); }`,
    );
    module('broken.mjs', 'export function f( {');
    module('throws.mjs', 'throw new RangeError("at import");');
    module('needs.mjs', 'import "no-such-package"; export function f() {}');
    module('hangs.mjs', 'await new Promise(() => {}); export function f() {}');
    symlinkSync('/etc/hostname', join(folder, 'link.mjs'));
  });

  it.each([
    ['missing.mjs', 'f', 1, /^There is no module missing\.mjs in the jobs folder \/.*\.$/],
    ['link.mjs', 'f', 1, /^The module link\.mjs leads out of the jobs folder \/.*\.$/],
    ['m.mjs', 'nothing', 1, /^The module m\.mjs exports no function nothing, but: .*boom.*\.$/],
    ['m.mjs', 'notAFunction', 1, /exports no function notAFunction/],
    ['m.mjs', 'toString', 1, /exports no function toString/],
    ['m.mjs', 'boom', 1, /^TypeError: no good\.$/],
    ['m.mjs', 'reject', 1, /^Error: later\.$/],
    ['m.mjs', 'odd', 1, /^a string\.$/],
    ['m.mjs', 'astray', 1, /^Uncaught Error: astray\.$/],
    ['m.mjs', 'floating', 1, /^Unhandled rejection: Error: lost\.$/],
    ['m.mjs', 'leave', 9, /^The function ended its process with exit code 9\.$/],
    ['m.mjs', 'never', 1, /^The function never never finished: it waits for something that can no longer happen\.$/],
    ['m.mjs', 'crash', null, /^Ended by signal SIGSEGV\.$/],
    ['broken.mjs', 'f', 1, /^The module broken\.mjs could not be loaded: SyntaxError: .*\.$/],
    ['throws.mjs', 'f', 1, /^The module throws\.mjs could not be loaded: RangeError: at import\.$/],
    [
      'needs.mjs',
      'f',
      1,
      /^The module needs\.mjs could not be loaded: Error: Cannot find package 'no-such-package'.*\.$/,
    ],
    ['hangs.mjs', 'f', 1, /^The module hangs\.mjs never finished loading: /],
  ])('says so: %s %s', async (name, exported, exitCode, sentence) => {
    const ended = await runCall(name, exported);
    expect(ended.error).toMatch(sentence);
    expect(ended.exitCode).toBe(exitCode);
  });

  it('prints 10 MB, and all of it comes', async () => {
    module('much.mjs', 'export function f() { for (let n = 0; n < 1e6; n++) console.log("123456789"); }');
    const { out, error } = await runCall('much.mjs', 'f');
    expect(error).toBeNull();
    expect(out).toHaveLength(10_000_000);
  });

  it('leaves its stack and all it printed before', async () => {
    const { out, err } = await runCall('m.mjs', 'boom');
    expect(out).toBe('before\n');
    expect(err).toMatch(/^TypeError: no good\.\nmore\n +at boom \(file:.*m\.mjs:/);
    module('long.mjs', 'export function f() { console.log("x".repeat(5_000_000)); throw new Error("e"); }');
    expect((await runCall('long.mjs', 'f')).out).toHaveLength(5_000_001);
  });

  it('can be stopped and killed while it never returns, with all it started', async () => {
    module(
      'busy.mjs',
      `import { spawn } from 'node:child_process';
      export function busy() { console.log('pid ' + spawn('sleep', ['600']).pid); for (;;); }
      export function idle() { console.log('ready'); return new Promise((done) => setTimeout(done, 600000)); }`,
    );
    const busy = begin(call('busy.mjs', 'busy'), { jobsFolder: folder });
    await until(() => pidsIn(busy.out()).length === 1);
    busy.handle.kill();
    expect(await busy.handle.done).toMatchObject({ signal: 'SIGKILL', exitCode: null });
    expect(living(pidsIn(busy.out()))).toEqual([]);
    const idle = begin(call('busy.mjs', 'idle'), { jobsFolder: folder });
    await until(() => idle.out() === 'ready\n');
    idle.handle.stop();
    expect(await idle.handle.done).toMatchObject({ signal: 'SIGTERM' });
  });
});
