import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasPackaging } from '../../electron/dev/system.mjs';
import { answers, waitFor } from './belfry.ts';

const exec = promisify(execFile);
const repository = fileURLToPath(new URL('../..', import.meta.url));
/** Installing into another root takes root. */
const wanted = process.getuid?.() === 0 && process.env.CI !== undefined && hasPackaging();
/** What the package's own scripts run. */
const PROGRAMS = ['sh', 'ln', 'chmod', 'rm'];
const INSTALLED = '/opt/Belfry';
const DESKTOP = '/usr/share/applications/belfry.desktop';

describe.runIf(wanted)('the rpm', () => {
  /** The root that it is installed into, a person's home, and the package. */
  let root: string;
  let home: string;
  let file: string;
  const env = () => ({ ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, '.config'), BELFRY_NO_DIALOG: '1' });
  const rpm = (...args: string[]) => exec('rpm', args, { maxBuffer: 16 * 1024 * 1024 });
  const belfry = (...args: string[]) => exec(join(root, INSTALLED, 'resources/bin/belfry'), args, { env: env() });

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'belfry-root-'));
    home = await mkdtemp(join(tmpdir(), 'belfry-home-'));
    const made = join(root, 'made');
    const settings = [`directories.output=${made}`, 'rpm.compression=gzip'];
    await exec(
      process.execPath,
      ['electron/dev/package.mjs', '--linux', 'rpm', ...settings.map((one) => `-c.${one}`)],
      { cwd: repository },
    );
    file = join(made, (await readdir(made)).find((name) => name.endsWith('.rpm')) ?? '');
    for (const program of PROGRAMS) await lend(`/bin/${program}`, root);
    await mkdir(join(root, 'usr/bin'), { recursive: true });
    await rpm('--root', root, '--install', '--nodeps', file);
  }, 300_000);
  afterAll(() => Promise.all([root, home].map((folder) => rm(folder, { recursive: true, force: true }))), 60_000);

  it('says what it is, what it needs, and for which processors', async () => {
    const { stdout } = await rpm('-qp', '--queryformat', '%{NAME} %{VERSION} %{ARCH} %{LICENSE}\n%{SUMMARY}', file);
    const { version } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8')) as { version: string };
    const processor = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
    expect(stdout).toBe(`belfry ${version} ${processor} MIT\nRuns your jobs on time and keeps an honest record`);
    const needs = (await rpm('-qp', '--requires', file)).stdout.split('\n');
    expect(needs).toEqual(
      expect.arrayContaining([
        ...['gtk3', 'nss', 'xdg-utils', '(libXtst or libXtst6)'],
        ...['libasound.so.2()(64bit)', 'libdrm.so.2()(64bit)', 'libgbm.so.1()(64bit)'],
      ]),
    );
    const files = (await rpm('-qp', '--queryformat', '[%{FILENAMES} %{FILEUSERNAME}\n]', file)).stdout
      .trim()
      .split('\n');
    expect(files.filter((line) => !line.endsWith(' root'))).toEqual([]);
    expect(files.filter((line) => /\.(map|ts|cc?|o|a) |default_app|\.stamps/.test(line))).toEqual([]);
  });

  it('puts its command on the PATH, a desktop file and icons where desktops look, and the sandbox in order', async () => {
    expect(await readlink(join(root, 'usr/bin/belfry'))).toBe(`${INSTALLED}/resources/bin/belfry`);
    expect((await stat(join(root, INSTALLED, 'resources/bin/belfry'))).mode & 0o111).toBe(0o111);
    // There is no unshare in that root, so the helper is root's.
    expect((await stat(join(root, INSTALLED, 'chrome-sandbox'))).mode & 0o7777).toBe(0o4755);
    await exec('desktop-file-validate', [join(root, DESKTOP)]);
    expect(await readFile(join(root, DESKTOP), 'utf8')).toMatch(/^Exec=\/opt\/Belfry\/belfry %U$/m);
    for (const size of [16, 24, 32, 48, 64, 96, 128, 256, 512])
      expect(existsSync(join(root, `usr/share/icons/hicolor/${size}x${size}/apps/belfry.png`)), String(size)).toBe(
        true,
      );
  });

  it('starts, rings, and answers on the command line', async () => {
    await mkdir(join(home, '.config'), { recursive: true });
    const child = spawn(join(root, INSTALLED, 'belfry'), ['--no-sandbox', '--hidden'], { env: env(), stdio: 'ignore' });
    try {
      await waitFor(() => answers(belfry('status')));
      await belfry('add', '--name', 'tick', '--cron', '* * * * * *', '--command', 'echo rang');
      await waitFor(async () => (await belfry('history', '--job', 'tick')).stdout.includes('success'));
    } finally {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  });

  it('keeps its command over an upgrade, and is removed without a trace but what the person made', async () => {
    await rpm('--root', root, '--upgrade', '--replacepkgs', '--replacefiles', '--nodeps', file);
    expect(await readlink(join(root, 'usr/bin/belfry'))).toBe(`${INSTALLED}/resources/bin/belfry`);
    await rpm('--root', root, '--erase', 'belfry');
    expect(existsSync(join(root, INSTALLED))).toBe(false);
    expect(existsSync(join(root, DESKTOP))).toBe(false);
    expect(await readdir(join(root, 'usr/bin'))).toEqual([]);
    expect(existsSync(join(home, '.config', 'Belfry', 'belfry.sqlite'))).toBe(true);
  });
});

/** Puts a program of this machine, with the libraries that it needs, at the same place in another root. */
async function lend(program: string, root: string): Promise<void> {
  const { stdout } = await exec('ldd', [program]);
  const needed = [...stdout.matchAll(/(\/\S+) \(0x/g)].map(([, path]) => String(path));
  for (const path of [program, ...needed]) {
    const to = join(root, path);
    await mkdir(dirname(to), { recursive: true });
    await cp(path, to, { dereference: true });
  }
}
