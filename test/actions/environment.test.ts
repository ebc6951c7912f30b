import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { processEnvironment } from '#actions/child-environment.ts';
import { between, type Found, loginEnvironment } from '#actions/environment.ts';
import { merge, parseRegistry } from '#actions/registry.ts';
import { keepEnvironment } from '#actions/user-environment.ts';
import { tempFolder } from '../support/temp.ts';
import { living, pidsIn, run, shell } from './begin.ts';

let folder: string;
beforeEach(async () => {
  folder = await tempFolder();
  vi.stubEnv('HOME', folder);
  return () => vi.unstubAllEnvs();
});

const file = (name: string, text: string, mode = 0o644) => {
  writeFileSync(join(folder, name), text);
  chmodSync(join(folder, name), mode);
  return join(folder, name);
};

/** What was found; fails where nothing was. */
async function found(looking: Promise<Found>): Promise<Record<string, string>> {
  const { variables, problem } = await looking;
  expect(problem).toBeNull();
  return variables as Record<string, string>;
}

describe('the login environment', () => {
  it('is that of a terminal: .profile and .bashrc, whatever they print', async () => {
    vi.stubEnv('TERM', 'xterm-test');
    file('.profile', "echo greetings; export FROM_PROFILE='two\nlines=2'; PATH=/from/profile:$PATH\n");
    file('.bashrc', 'case $- in *i*) ;; *) return;; esac\necho hello; export FROM_RC=é\nPATH=/from/rc:$PATH\n');
    const variables = await found(loginEnvironment({ shell: '/bin/bash' }));
    expect(variables).toMatchObject({ FROM_PROFILE: 'two\nlines=2', FROM_RC: 'é', HOME: folder, TERM: 'xterm-test' });
    expect(variables.PATH).toMatch(/^\/from\/rc:\/from\/profile:/);
    expect(variables).not.toHaveProperty('DISABLE_AUTO_UPDATE');
    expect(variables).not.toHaveProperty('BELFRY_RUN_KEY');
  });

  it('comes from a plain sh too', async () => {
    file('.profile', 'export FROM_PROFILE=1; unset GONE\n');
    vi.stubEnv('GONE', 'x');
    const variables = await found(loginEnvironment({ shell: '/bin/sh' }));
    expect(variables.FROM_PROFILE).toBe('1');
    expect(variables).not.toHaveProperty('GONE');
  });

  it('does not wait for what start-up files leave running, nor end it', async () => {
    file('.profile', 'sleep 600 & export AGENT=$!\n');
    const { AGENT } = await found(loginEnvironment({ shell: '/bin/sh', timeoutMs: 60_000 }));
    expect(living([Number(AGENT)])).toEqual([Number(AGENT)]);
    process.kill(Number(AGENT));
  });

  it('is this process’s own when the shell hangs, fails or is missing, and says so', async () => {
    const pids = join(folder, 'pids');
    const hangs = file('hangs', `#!/bin/sh\nsleep 600 &\necho pid $! > ${pids}\nwait\n`, 0o755);
    const fails = file('fails', '#!/bin/sh\nexit 3\n', 0o755);
    const own = processEnvironment();
    const told = async (shell: string, timeoutMs = 5_000) => {
      const kept = keepEnvironment({ shell, timeoutMs });
      const { problem } = await kept.refresh();
      expect(kept.variables).toEqual(own);
      expect(kept.state.problem).toBe(problem);
      return problem?.replace(" Jobs have Belfry's own environment.", '');
    };
    expect(await told(hangs, 300)).toBe(
      `${hangs} took longer than 0.3 s to start; look for what waits in its start-up files.`,
    );
    const left = pidsIn(readFileSync(pids, 'utf8'));
    expect(left).toHaveLength(1);
    await vi.waitUntil(() => living(left).length === 0);
    expect(await told(fails)).toBe(`${fails} ended before it told its environment (exit code 3).`);
    expect(await told(join(folder, 'none'))).toBe(`${join(folder, 'none')} could not be started (ENOENT).`);
    expect(await told('/bin/\0sh')).toMatch(/ could not be asked \(ERR_INVALID_ARG_VALUE\)\.$/);
  });

  it('can be looked for again; a look that fails loses nothing', async () => {
    const changing = file('shell', '#!/bin/sh\nexec /bin/sh "$@"\n', 0o755);
    const kept = keepEnvironment({ shell: changing });
    file('.profile', 'export COLOUR=red');
    const [one, other] = await Promise.all([kept.refresh(), kept.refresh()]);
    expect(one).toBe(other);
    expect(one).toMatchObject({ shell: changing, problem: null, count: Object.keys(kept.variables).length });
    expect(kept.variables.COLOUR).toBe('red');
    file('.profile', 'export COLOUR=blue');
    await kept.refresh();
    expect(kept.variables.COLOUR).toBe('blue');
    file('shell', '#!/bin/sh\nexit 1\n', 0o755);
    expect((await kept.refresh()).problem).toMatch(/exit code 1\)\. Jobs keep the environment found before\.$/);
    expect(kept.variables.COLOUR).toBe('blue');
  });

  it('reads one variable a line where env knows no -0', () => {
    expect(between('hi\nM\nA=1\nB=x\n y z\nC==\nM\nbye\n', 'M')).toEqual({ A: '1', B: 'x\n y z', C: '=\n' });
    expect(between('M\nA=1\0B=2\nC=3\0M\n', 'M')).toEqual({ A: '1', B: '2\nC=3' });
    expect(between('M\nA=1\n', 'M')).toBeNull();
  });

  it('stands for home here', () => {
    expect(homedir()).toBe(folder);
  });
});

describe('a command that works in the user’s terminal', () => {
  const shells: [string, Record<string, string>][] = [
    ['bash', { '.bash_profile': 'export FROM_PROFILE=1', '.bashrc': 'export PATH="$HOME/tools:$PATH"' }],
    ['zsh', { '.zprofile': 'export FROM_PROFILE=1', '.zshrc': 'path=($HOME/tools $path)' }],
    ['sh', { '.profile': 'FROM_PROFILE=1; export FROM_PROFILE; PATH="$HOME/tools:$PATH"' }],
    ['fish', { '.config/fish/config.fish': 'set -gx FROM_PROFILE 1\nset -gx PATH $HOME/tools $PATH' }],
  ];

  it.each(shells.filter(([name]) => existsSync(`/bin/${name}`)))('works here: %s', async (name, files) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      file(path, `${text}\n`);
    }
    mkdirSync(join(folder, 'tools'));
    file('tools/my-own-tool', '#!/bin/sh\necho "mine, $FROM_PROFILE"\n', 0o755);
    // Not in the shell itself: fish reads its file for every command.
    const base = { ...processEnvironment(), SHELL: '/bin/sh' };
    expect((await run(shell('my-own-tool'), { baseEnvironment: () => base })).exitCode).toBe(127);
    const kept = keepEnvironment({ shell: `/bin/${name}` });
    expect((await kept.refresh()).problem).toBeNull();
    expect(
      await run(shell('my-own-tool'), { baseEnvironment: () => ({ ...kept.variables, SHELL: `/bin/${name}` }) }),
    ).toMatchObject({
      ...{ out: 'mine, 1\n', error: null },
    });
  });
});

describe('the registry of Windows', () => {
  const printed = [
    '',
    'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment',
    '    ComSpec    REG_EXPAND_SZ    %SystemRoot%\\system32\\cmd.exe',
    '    NUMBER_OF_PROCESSORS    REG_SZ    8',
    '    Path    REG_EXPAND_SZ    %SystemRoot%\\system32;%TOOLS%\\bin;',
    '    TEMP    REG_EXPAND_SZ    %SystemRoot%\\TEMP',
    '    TOOLS    REG_SZ    D:\\Tools With    Blanks',
    '    USERNAME    REG_SZ    SYSTEM',
    '    EMPTY    REG_SZ    ',
    '',
    'HKEY_CURRENT_USER\\Environment',
    '    Path    REG_EXPAND_SZ    %USERPROFILE%\\AppData\\Local\\Programs;C:\\größe',
    '    TEMP    REG_EXPAND_SZ    %USERPROFILE%\\AppData\\Local\\Temp',
    '    KEPT    REG_SZ    %USERPROFILE%',
    '    ODD    REG_EXPAND_SZ    100% of %NOTHING%',
    '    LastLoggedOn    REG_BINARY    0102',
    '',
  ].join('\r\n');

  it('is merged as Windows does it at a login', () => {
    const own = { SystemRoot: 'C:\\Windows', USERPROFILE: 'C:\\Users\\me', USERNAME: 'me', PATH: 'old', KEEP: '1' };
    expect(merge(own, parseRegistry(printed))).toEqual({
      ...own,
      ComSpec: 'C:\\Windows\\system32\\cmd.exe',
      NUMBER_OF_PROCESSORS: '8',
      PATH: 'C:\\Windows\\system32;D:\\Tools With    Blanks\\bin;C:\\Users\\me\\AppData\\Local\\Programs;C:\\größe',
      TEMP: 'C:\\Users\\me\\AppData\\Local\\Temp',
      TOOLS: 'D:\\Tools With    Blanks',
      EMPTY: '',
      KEPT: '%USERPROFILE%',
      ODD: '100% of %NOTHING%',
    });
  });
});
