import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { interpreterOf, isEsModule, stopping } from '#actions/interpreters.ts';
import { sweepScripts } from '#actions/script.ts';
import { action } from '#contract/action.ts';
import { tempFolder } from '../support/temp.ts';
import { begin, type Options, run, until } from './begin.ts';

let folder: string;
beforeEach(async () => {
  folder = await tempFolder();
});

type More = { args?: string[]; stopAtFirstError?: boolean };
const script = (interpreter: string, text: string, more: More = {}) =>
  action.parse({ kind: 'script', interpreter, text, ...more });
const runScript = (interpreter: string, text: string, more: More & Options = {}) => {
  const { args, stopAtFirstError, ...options } = more;
  const told = { ...(args && { args }), ...(stopAtFirstError !== undefined && { stopAtFirstError }) };
  return run(script(interpreter, text, told), { jobsFolder: folder, ...options });
};
const left = () => (existsSync(join(folder, '.scripts')) ? readdirSync(join(folder, '.scripts')) : []);

describe('a script', () => {
  it.each([
    ['bash', 'printf -v x %02d 7\necho "$x $1 $#"', '07 one two 2\n'],
    ['sh', 'echo "$1 $2"', 'one two three\n'],
    ['zsh', 'x=(a b)\nprint "$x[1] $1"', 'a one two\n'],
    ['python', 'import sys\nprint(sys.argv[1], len(sys.argv))', 'one two 3\n'],
    ['node', 'console.log(process.argv[2], require("node:path").sep)', 'one two /\n'],
    ['node', 'import { sep } from "node:path";\nconsole.log(process.argv[3], sep, await 1)', 'three / 1\n'],
    ['/bin/bash', 'echo "$BASH $1"', '/bin/bash one two\n'],
    ['perl', 'print "$ARGV[0]\\n"', 'one two\n'],
    ['fish', 'set x $argv[1]\necho $x', 'one two\n'],
  ])('runs in %s: %s', async (interpreter, text, out) => {
    if (!isHere(interpreter)) return expect((await runScript(interpreter, text)).error).toMatch(/^Command not found: /);
    expect(await runScript(interpreter, text, { args: ['one two', 'three'] })).toMatchObject({
      out,
      err: '',
      error: null,
    });
    expect(left()).toEqual([]);
  });

  it('has a name, line numbers and an empty standard input of its own', async () => {
    expect((await runScript('bash', 'basename "$0"\ncat\necho end')).out).toBe('script.sh\nend\n');
    expect((await runScript('python', 'import sys\n\nboom()')).err).toMatch(/script\.py", line 3.*\n.*boom\(\)/);
    expect((await runScript('node', '\n\nthrow new Error("no")')).err).toMatch(/script\.cjs:3\n/);
  });

  it('stops at the first command that fails, unless told to go on', async () => {
    expect(await runScript('bash', 'echo a\nfalse\necho b')).toMatchObject({ out: 'a\n', error: 'Exit code 1.' });
    expect(await runScript('sh', 'echo a\nfalse\necho b', { stopAtFirstError: false })).toMatchObject({
      ...{ out: 'a\nb\n', error: null },
    });
  });

  it('may come with the line ends of Windows', async () => {
    expect((await runScript('sh', 'if true; then\r\n  echo yes\r\nfi\r\n')).out).toBe('yes\n');
  });

  it('lies where only its owner reads it, and is gone afterwards', async () => {
    const { out } = await runScript('sh', 'stat -c %a "$0" "$(dirname "$0")" "$(dirname "$(dirname "$0")")"');
    expect(out).toBe('600\n700\n700\n');
    await runScript('no-such-interpreter', 'x');
    await runScript('sh', 'rm -r "$(dirname "$0")"');
    const hanging = begin(script('sh', 'echo ready; exec sleep 600'), { jobsFolder: folder });
    await until(() => hanging.out() === 'ready\n');
    expect(left()).toHaveLength(1);
    hanging.handle.kill();
    expect(await hanging.handle.done).toMatchObject({ signal: 'SIGKILL' });
    expect(left()).toEqual([]);
  });

  it('finds packages of the jobs folder', async () => {
    mkdirSync(join(folder, 'node_modules/seven'), { recursive: true });
    writeFileSync(join(folder, 'node_modules/seven/index.js'), 'module.exports = 7;');
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
    expect((await runScript('node', 'console.log(require("seven"))')).out).toBe('7\n');
  });

  it('left by a crash is swept, also while it runs', async () => {
    const running = begin(script('bash', 'echo ready\nread -t 1 < <(sleep 600)\necho "still here"'), {
      ...{ jobsFolder: folder },
    });
    await until(() => running.out() === 'ready\n');
    await sweepScripts(folder);
    expect(existsSync(join(folder, '.scripts'))).toBe(false);
    running.handle.stop();
    await running.handle.done;
    await sweepScripts(folder);
  });
});

describe('a script that cannot run says why', () => {
  const path = { environment: { PATH: '/usr/bin:/bin' } };

  it('when its interpreter is missing', async () => {
    expect(await runScript('python9', 'x', path)).toMatchObject({
      ...{ exitCode: null, error: 'Command not found: python9. PATH was /usr/bin:/bin.' },
    });
    expect((await runScript('python', 'x', { environment: { PATH: '/nowhere' } })).error).toBe(
      'Command not found: python. PATH was /nowhere.',
    );
    expect((await runScript('~/no/bash', 'x', { homeFolder: folder })).error).toBe(
      `Command not found: ${join(folder, 'no/bash')}.`,
    );
    const plain = join(folder, 'plain');
    writeFileSync(plain, 'x');
    expect((await runScript(plain, 'x')).error).toBe(`${plain} may not be executed. Check its permissions.`);
  });

  it('when a command of it is missing, or ends by a signal', async () => {
    expect((await runScript('bash', 'no-such-thing', path)).error).toBe(
      'Command not found: no-such-thing. PATH was /usr/bin:/bin.',
    );
    expect((await runScript('sh', 'kill -SEGV $$')).error).toBe('Ended by signal SIGSEGV.');
    expect((await runScript('python', 'exit(127)')).error).toBe('Exit code 127.');
  });

  it('when it cannot be written', async () => {
    writeFileSync(join(folder, '.scripts'), 'in the way');
    expect((await runScript('sh', 'echo')).error).toBe(`The script could not be written to ${folder} (EEXIST).`);
  });
});

describe('an interpreter', () => {
  it('goes by the other of its names where only that is there', async () => {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'python3'), '#!/bin/sh\necho "python3 $1"\n');
    chmodSync(join(bin, 'python3'), 0o755);
    expect((await runScript('python', 'x', { environment: { PATH: bin } })).out).toBe('python3 -u\n');
    symlinkSync('python3', join(bin, 'python'));
    expect(statSync(join(bin, 'python')).isFile()).toBe(true);
    expect((await runScript('python', 'x', { environment: { PATH: bin } })).out).toBe('python3 -u\n');
  });

  it('is known by its file name', () => {
    const of = (name: string) => interpreterOf(name, { text: 'x', stopAtFirstError: true });
    expect(of('/usr/local/bin/python3.12')).toMatchObject({ suffix: '.py', isShell: false });
    expect(of('C:\\Program Files\\Git\\bin\\bash.exe')).toMatchObject({ suffix: '.sh', args: ['-e'], isShell: true });
    expect(of('ruby')).toMatchObject({ suffix: '', args: [], content: 'x' });
    expect(of('cmd')).toMatchObject({ suffix: '.cmd', args: ['/d', '/c'] });
    expect(of('powershell.exe').args.at(-1)).toBe('-File');
  });

  it('of JavaScript is told which kind of module it gets', () => {
    for (const text of [
      'import a from "a"',
      'import "a"',
      '  import {a} from "b"',
      'export const a = 1',
      'await f()',
      'const a = await f()',
    ])
      expect([text, isEsModule(text)]).toEqual([text, true]);
    for (const text of ['const a = require("a")', 'f(async () => {\n  await g();\n})', 'import("a")', 'x = "import a"'])
      expect([text, isEsModule(text)]).toEqual([text, false]);
  });

  it('PowerShell stops at errors without its lines moving', () => {
    const stop = "$ErrorActionPreference = 'Stop'; ";
    expect(stopping('Get-Item x\nexit 1')).toBe(`${stop}Get-Item x\nexit 1`);
    expect(stopping('#requires -Version 5\nusing namespace System.IO\nx')).toBe(
      `#requires -Version 5\nusing namespace System.IO\n${stop}x`,
    );
    expect(stopping('param([string]$a = ")", # a )\n $b = (1 + 2))\n$a')).toBe(
      `param([string]$a = ")", # a )\n $b = (1 + 2)); ${stop}\n$a`,
    );
    const { content } = interpreterOf('pwsh', { text: 'a', stopAtFirstError: false });
    expect(content).toBe('\uFEFFa');
  });
});

/** Not every shell is on every machine; what is not there is told so, which is tested instead. */
function isHere(name: string): boolean {
  return (process.env.PATH ?? '').split(':').some((part) => existsSync(join(part, name))) || existsSync(name);
}
