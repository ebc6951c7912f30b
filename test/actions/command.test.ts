import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { childEnvironment } from '#actions/child-environment.ts';
import type { OutputWriter } from '#core/ports.ts';
import { tempFolder } from '../support/temp.ts';
import { begin, living, program, run, shell, until } from './begin.ts';

let folder: string;
beforeEach(async () => {
  folder = await tempFolder();
});

function script(name: string, text: string, mode = 0o755): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

/** Takes what is printed byte for byte, and keeps none of it. */
const heard = (write: (bytes: Uint8Array) => void): OutputWriter => ({
  write: (_stream, bytes) => write(bytes),
  backlog: () => null,
  close: async () => ({ bytes: 0, dropped: 0 }),
});

describe('output', () => {
  it('comes from the stream it was written to', async () => {
    expect(await run(shell('echo out; echo err >&2'))).toMatchObject({
      out: 'out\n',
      err: 'err\n',
      exitCode: 0,
      error: null,
    });
  });

  it('comes in the order it was written, as it is written', async () => {
    const begun = begin(
      shell(
        `for i in 1 2 3; do echo o$i; until [ -e ${folder}/o$i ]; do sleep 0.01; done; echo e$i >&2; until [ -e ${folder}/e$i ]; do sleep 0.01; done; done`,
      ),
    );
    for (const step of ['o1', 'e1', 'o2', 'e2', 'o3', 'e3']) {
      await until(() => begun.all().endsWith(`${step}\n`));
      writeFileSync(join(folder, step), '');
    }
    await begun.handle.done;
    expect(begun.all()).toBe('o1\ne1\no2\ne2\no3\ne3\n');
  });

  it('keeps its last bytes, whatever they are, also without a newline', async () => {
    const parts: Uint8Array[] = [];
    const writer = heard((bytes) => void parts.push(bytes));
    await begin(shell("printf 'a\\000\\377\\303'"), { writer }).handle.done;
    expect(Buffer.concat(parts)).toEqual(Buffer.from([0x61, 0, 0xff, 0xc3]));
  });

  it('is not kept in memory: 500 MB pass through', async () => {
    let size = 0;
    let most = 0;
    const before = process.memoryUsage().rss;
    const writer = heard((bytes) => {
      size += bytes.length;
      most = Math.max(most, process.memoryUsage.rss());
    });
    await begin(program('head', '-c', '500000000', '/dev/zero'), { writer }).handle.done;
    expect(size).toBe(500_000_000);
    expect(most - before).toBeLessThan(80_000_000);
  });
});

describe('arguments and environment', () => {
  it('pass to a program as they are', async () => {
    const args = ['a b', '$HOME', '“q” \'"', '*', '', 'línea 日本 🔔', '-n', 'two\nlines'];
    expect((await run(program('printf', '%s|', ...args))).out).toBe(`${args.join('|')}|`);
  });

  it('are the user’s, with the job’s on top, and say which run it is', async () => {
    const begun = begin(shell('echo "$HOME|$OWN|$HIDDEN|$BELFRY_RUN_ID|$BELFRY_ATTEMPT"; pwd'), {
      environment: { OWN: 'é=1 🔔', HOME: '/elsewhere', BELFRY_RUN_ID: '-1' },
    });
    await begun.handle.done;
    expect(begun.out()).toBe(`/elsewhere|é=1 🔔||${begun.runId}|1\n${homedir()}\n`);
  });

  it('have nothing of Electron’s, nor of npm’s where npm started Belfry', () => {
    const electron = { ELECTRON_RUN_AS_NODE: '1', CHROME_DESKTOP: 'x', BELFRY_RUN_KEY: 'x', SHLVL: '2' };
    const kept = { PATH: '/bin', BELFRY_DATA: '/data', NODE_OPTIONS: '--max-old-space-size=100', NODE_ENV: 'x' };
    const npm = { npm_config_registry: 'x', INIT_CWD: '/' };
    expect(childEnvironment({ ...electron, ...kept, ...npm }, { A: '1' })).toEqual({ ...kept, ...npm, A: '1' });
    expect(childEnvironment({ ...kept, ...npm, npm_lifecycle_event: 'start' }, {})).toEqual(kept);
  });

  it('choose the shell: the one given, the user’s, or /bin/sh for an account without one', async () => {
    const own = script('own-shell', '#!/bin/sh\necho "own: $2"\n');
    const base = (SHELL: string) => ({ baseEnvironment: () => ({ PATH: '/usr/bin:/bin', SHELL }) });
    expect((await run(shell('echo hi'), base(own))).out).toBe('own: echo hi\n');
    expect((await run(shell('echo hi'), { ...base('/bin/sh'), shell: own })).out).toBe('own: echo hi\n');
    expect((await run(shell('echo hi'), base('/usr/sbin/nologin'))).out).toBe('hi\n');
    expect((await run(shell('echo hi'), base(''))).out).toBe('hi\n');
  });

  it('name the folder to work in, from the home folder on', async () => {
    const home = { homeFolder: folder };
    await run(shell('mkdir sub'), home);
    expect((await run(shell('pwd -P'), { ...home, cwd: '~/sub' })).out).toMatch(/\/sub\n$/);
    expect((await run(shell('pwd -P'), { ...home, cwd: 'sub' })).out).toMatch(/\/sub\n$/);
    expect((await run(shell('pwd -P'), { ...home, cwd: '/' })).out).toBe('/\n');
  });

  it('leave nothing to read', async () => {
    expect((await run(shell('cat; readlink /proc/self/fd/0; echo end'))).out).toMatch(/^(\/dev\/null\n)?end\n$/);
  });
});

describe('the end', () => {
  it.each([
    ['exit 3', { exitCode: 3, signal: null, error: 'Exit code 3.' }],
    ['exit 255', { exitCode: 255, error: 'Exit code 255.' }],
    ['kill -SEGV $$', { signal: 'SIGSEGV', exitCode: null, error: 'Ended by signal SIGSEGV.' }],
    [
      'kill -KILL $$',
      { signal: 'SIGKILL', error: 'Ended by signal SIGKILL, as the system does when memory runs out.' },
    ],
    [
      "sh -c 'kill -SEGV $$'; exit $?",
      { exitCode: 139, error: 'Exit code 139: a command was ended by signal SIGSEGV.' },
    ],
    [
      'no-such-thing',
      { exitCode: 127, error: expect.stringMatching(/^Command not found: no-such-thing\. PATH was .*\/bin/) },
    ],
  ])('of %s is told', async (line, outcome) => {
    expect(await run(shell(line))).toMatchObject(outcome);
  });

  it('says what keeps a program from starting', async () => {
    const path = { environment: { PATH: '/usr/bin:/bin' } };
    expect(await run(program('pg_dump_x'), path)).toMatchObject({
      ...{ exitCode: null, signal: null, error: 'Command not found: pg_dump_x. PATH was /usr/bin:/bin.' },
    });
    expect((await run(program('/no/such/program'))).error).toBe('Command not found: /no/such/program.');
    const plain = script('plain.txt', 'x', 0o644);
    expect((await run(program(plain))).error).toBe(`${plain} may not be executed. Check its permissions.`);
    expect((await run(shell(plain))).error).toBe(`${plain} may not be executed. Check its permissions.`);
    const orphan = script('orphan', '#!/no/such/interpreter -x\n');
    expect((await run(program(orphan))).error).toBe(
      `${orphan} cannot be started: its first line names /no/such/interpreter -x, which is not there.`,
    );
    expect((await run(program('echo', 'a\0b'))).error).toMatch(/^echo could not be started: .* NUL character\.$/);
    expect((await run(program('echo', ...Array.from({ length: 60 }, () => 'x'.repeat(60_000))))).error).toMatch(
      /longer than the system takes/,
    );
  });

  it.each(['bash', 'dash', 'zsh', 'fish', 'ksh', 'busybox sh'])('names what %s did not find', async (named) => {
    const [program = '', ...args] = named.split(' ');
    const path = { environment: { PATH: '/usr/bin:/bin' } };
    if ((await run(shell(`command -v ${program}`), path)).exitCode !== 0) return console.warn(`There is no ${named}.`);
    const call = `exec ${[program, ...args].join(' ')} "$@"`;
    const loud = script('loud', `#!/bin/sh\n${call}\n`);
    const error = async (line: string, by = loud) => (await run(shell(line), { ...path, shell: by })).error;
    expect(await error('echo mine: 1: x: y >&2; no-such-thing a b')).toBe(
      'Command not found: no-such-thing. PATH was /usr/bin:/bin.',
    );
    expect(await error(`${folder}/no-such-thing`)).toBe(`Command not found: ${folder}/no-such-thing.`);
    const quiet = script('quiet', `#!/bin/sh\n${call} 2>/dev/null\n`);
    expect(await error('no-such-thing', quiet)).toBe('Command not found. PATH was /usr/bin:/bin.');
    const plain = script('plain.txt', 'x', 0o644);
    expect(await error(plain)).toMatch(/^(\/.*plain\.txt|A command) may not be executed\./);
  });

  it('says what is wrong with the folder', async () => {
    const plain = script('plain.txt', 'x');
    expect((await run(shell('true'), { cwd: join(folder, 'no') })).error).toBe(
      `The working directory ${folder}/no does not exist.`,
    );
    expect((await run(shell('true'), { cwd: plain })).error).toBe(`The working directory ${plain} is not a folder.`);
  });
});

describe.runIf(process.platform === 'linux')('many at once', () => {
  it('leave no process, zombie or descriptor', async () => {
    const open = () => readdirSync('/proc/self/fd').length;
    await run(shell('true'));
    const before = open();
    const lines = Array.from({ length: 60 }, (_, at) => `echo $$; (sleep 5 &) ; exit ${at}`);
    const outcomes = await Promise.all(lines.map((line) => run(shell(line))));
    expect(outcomes.map(({ exitCode }) => exitCode)).toEqual(lines.map((_, at) => at));
    const pids = outcomes.map(({ out }) => Number(out));
    expect(living(pids)).toEqual([]);
    expect(pids.filter((pid) => readdirSync('/proc').includes(String(pid)))).toEqual([]);
    expect(open()).toBeLessThanOrEqual(before);
  });
});
