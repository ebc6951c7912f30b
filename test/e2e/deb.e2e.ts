import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answers, waitFor } from './belfry.ts';

const exec = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const DESKTOP = '/usr/share/applications/belfry.desktop';
/** Which files each package has brought. */
const INFO = '/var/lib/dpkg/info';
/** It installs into the system: on a machine that is there for tests only. */
const wanted = process.getuid?.() === 0 && existsSync('/etc/debian_version') && process.env.CI !== undefined;

describe.runIf(wanted)('the Debian package', () => {
  let home: string;
  let file: string;
  const env = () => ({ ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, '.config'), BELFRY_NO_DIALOG: '1' });
  const belfry = (...args: string[]) => exec('/usr/bin/belfry', args, { env: env() });

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'belfry-home-'));
    const { BELFRY_PACKAGE_FOR_TEST: _, ...rest } = process.env;
    await exec(process.execPath, ['electron/dev/package.mjs', '--linux', 'deb', '-c.deb.compression=gz'], {
      cwd: root,
      env: rest,
    });
    const names = await readdir(join(root, 'release'));
    file = join(root, 'release', names.find((name) => name.endsWith('.deb')) ?? '');
    await exec('apt-get', ['install', '-y', '--no-install-recommends', file], { maxBuffer: 64 * 1024 * 1024 });
  }, 300_000);
  afterAll(async () => {
    await exec('apt-get', ['purge', '-y', 'belfry']).catch(() => {});
    await rm(home, { recursive: true, force: true });
  }, 60_000);

  it('has a desktop file for menus and links, icons of every size, and no leftovers of the build', async () => {
    const entry = await readFile(DESKTOP, 'utf8');
    expect(entry).toMatch(/^Exec=\/opt\/Belfry\/belfry %U$/m);
    expect(entry).toMatch(/^MimeType=x-scheme-handler\/belfry;$/m);
    expect(entry).toMatch(/^Categories=Utility;$/m);
    for (const size of [16, 24, 32, 48, 64, 96, 128, 256, 512])
      expect(existsSync(`/usr/share/icons/hicolor/${size}x${size}/apps/belfry.png`), String(size)).toBe(true);
    const files = await readdir('/opt/Belfry', { recursive: true });
    expect(files.filter((name) => /\.(map|ts|cc?|o|a)$|default_app|\.stamps/.test(name))).toEqual([]);
  });

  it('asks for the packages of every library that it loads', async () => {
    const { stdout: fields } = await exec('dpkg-deb', ['-f', file, 'Depends']);
    // Of alternatives the one that this system has.
    const named = fields.split(',').flatMap((field) => field.split('|').map((name) => name.trim()));
    const { stdout: closure } = await exec(
      'apt-cache',
      ['depends', '--recurse', '--installed', '--no-recommends', '--no-suggests', '--no-enhances', ...named],
      { maxBuffer: 64 * 1024 * 1024 },
    );
    const asked = new Set(closure.split('\n').filter((line) => /^\S/.test(line)));
    const { stdout: linked } = await exec('ldd', ['/opt/Belfry/belfry']);
    const libraries = [...linked.matchAll(/^\s*(\S+) => \/(?!opt\/)/gm)].map(([, name = '']) => name);
    expect(libraries).toContain('libasound.so.2');
    const lists = (await readdir(INFO)).filter((name) => asked.has(name.replace(/(:\w+)?\.list$/, '')));
    const brought = (await Promise.all(lists.map((name) => readFile(join(INFO, name), 'utf8')))).join('\n');
    expect(libraries.filter((library) => !brought.includes(`/${library}\n`))).toEqual([]);
  });

  it('starts as its desktop file says, rings, and answers on the command line', async () => {
    const [, exec = ''] = /^Exec=(.*?)(?: %U)?$/m.exec(await readFile(DESKTOP, 'utf8')) ?? [];
    await mkdir(join(home, '.config'), { recursive: true });
    const child = spawn(exec, ['--no-sandbox', '--hidden'], { env: env(), stdio: 'ignore' });
    try {
      await waitFor(() => answers(belfry('status')));
      await belfry('add', '--name', 'tick', '--cron', '* * * * * *', '--command', 'echo rang');
      await waitFor(async () => (await belfry('history', '--job', 'tick')).stdout.includes('success'));
      expect((await belfry('next', 'every day at 9', '--tz', 'UTC', '--count', '1')).stdout).toMatch(/09:00/);
      expect((await belfry('run', 'Print hello', '--wait')).stdout).toMatch(/success/);
    } finally {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  });

  it('is removed without a trace but what the person made', async () => {
    await exec('apt-get', ['remove', '-y', 'belfry']);
    for (const path of ['/opt/Belfry', '/usr/bin/belfry', DESKTOP, '/etc/apparmor.d/belfry'])
      expect(existsSync(path), path).toBe(false);
    expect(existsSync(join(home, '.config', 'Belfry', 'belfry.sqlite'))).toBe(true);
  });
});
