import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { processEnvironment } from '#actions/child-environment.ts';
import { between, loginEnvironment } from '#actions/environment.ts';
import { tempFolder } from '../support/temp.ts';
import { living, pidsIn } from './begin.ts';

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

describe('the login environment', () => {
  it('is that of a terminal: .profile and .bashrc, whatever they print', async () => {
    vi.stubEnv('TERM', 'xterm-test');
    file('.profile', "echo greetings; export FROM_PROFILE='two\nlines=2'; PATH=/from/profile:$PATH\n");
    file('.bashrc', 'case $- in *i*) ;; *) return;; esac\necho hello; export FROM_RC=é\nPATH=/from/rc:$PATH\n');
    const found = await loginEnvironment({ shell: '/bin/bash' });
    expect(found).toMatchObject({ FROM_PROFILE: 'two\nlines=2', FROM_RC: 'é', HOME: folder, TERM: 'xterm-test' });
    expect(found.PATH).toMatch(/^\/from\/rc:\/from\/profile:/);
    expect(found).not.toHaveProperty('DISABLE_AUTO_UPDATE');
    expect(found).not.toHaveProperty('BELFRY_RUN_KEY');
  });

  it('comes from a plain sh too', async () => {
    file('.profile', 'export FROM_PROFILE=1; unset GONE\n');
    vi.stubEnv('GONE', 'x');
    const found = await loginEnvironment({ shell: '/bin/sh' });
    expect(found.FROM_PROFILE).toBe('1');
    expect(found).not.toHaveProperty('GONE');
  });

  it('does not wait for what start-up files leave running, nor end it', async () => {
    file('.profile', 'sleep 600 & export AGENT=$!\n');
    const { AGENT } = await loginEnvironment({ shell: '/bin/sh', timeoutMs: 60_000 });
    expect(living([Number(AGENT)])).toEqual([Number(AGENT)]);
    process.kill(Number(AGENT));
  });

  it('is this process’s own when the shell hangs, fails or is missing', async () => {
    const pids = join(folder, 'pids');
    const hangs = file('hangs', `#!/bin/sh\nsleep 600 &\necho pid $! > ${pids}\nwait\n`, 0o755);
    const own = processEnvironment();
    expect(await loginEnvironment({ shell: hangs, timeoutMs: 300 })).toEqual(own);
    const left = pidsIn(readFileSync(pids, 'utf8'));
    expect(left).toHaveLength(1);
    await vi.waitUntil(() => living(left).length === 0);
    expect(await loginEnvironment({ shell: file('fails', '#!/bin/sh\nexit 1\n', 0o755) })).toEqual(own);
    expect(await loginEnvironment({ shell: join(folder, 'none') })).toEqual(own);
    expect(await loginEnvironment({ shell: '/bin/\0sh' })).toEqual(own);
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
