import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { FuseState } from '@electron/fuses/dist/constants.js';
import { load } from 'js-yaml';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RequestName } from '#contract/api.ts';
import type { BelfryBridge } from '#contract/bridge.ts';
import type { UpdateState } from '#contract/update.ts';
import { contentsOf, partsOf } from '../../electron/dev/contents.mjs';
import { packagedPath, packageFolder } from '../../electron/dev/electron.mjs';
import { tempFolder } from '../support/temp.ts';
import { type Running, start, waitFor } from './belfry.ts';
import { offerUpdate } from './update-server.ts';

const executable = packagedPath() ?? '';
const folder = packageFolder() ?? '';
const MB = 1e6;

it('is there', () => {
  if (executable === '') throw new Error('There is no package: npm run package -- --inspectable');
});

it('starts, and a job rings in it', async () => {
  const belfry = await start({ executable });
  try {
    await belfry.belfry('add', '--name', 'tick', '--cron', '* * * * * *', '--command', 'echo rang');
    await belfry.belfry('run', 'Print hello', '--wait');
    type Row = { job: string; status: string; id: number };
    const success = async (job: string) =>
      (await belfry.json<Row[]>('history', '--job', job)).find(({ status }) => status === 'success');
    await waitFor(async () => (await success('tick')) !== undefined);
    expect((await belfry.belfry('logs', String((await success('tick'))?.id))).stdout).toBe('rang\n');
    expect((await belfry.belfry('logs', String((await success('Print hello'))?.id))).stdout).toContain(
      'Hello from Belfry',
    );
    const page = await belfry.window();
    await page.waitForLoadState();
    expect(page.url()).toMatch(/^app:\/\/belfry\//);
  } finally {
    await belfry.close();
  }
});

describe('what is in it', () => {
  const files = contentsOf(folder);

  it('is no leftover of the build', () => {
    const leftovers =
      /\.(map|tsx?|mts|cts|cc?|cpp|h|o|a|obj|gypi?|mk|tsbuildinfo)$|default_app|\.stamps|\/(test|docs|obj\.target)\//;
    expect(files.filter(({ path }) => leftovers.test(path)).map(({ path }) => path)).toEqual([]);
    const built = new Set(files.flatMap(({ path }) => /\/dist\/([^/]+)/.exec(path)?.[1] ?? []));
    expect([...built].sort()).toEqual(['cli', 'main', 'preload', 'renderer']);
    const packages = new Set(files.flatMap(({ path }) => /node_modules\/([^/]+)/.exec(path)?.[1] ?? []));
    expect([...packages].sort()).toEqual(['bindings', 'file-uri-to-path', 'sqlite3']);
  });

  it('is of a size that somebody looked at', () => {
    const sizes = Object.fromEntries(partsOf(files));
    expect(sizes['Belfry: main process']).toBeLessThan(6 * MB);
    expect(sizes['Belfry: window']).toBeLessThan(4 * MB);
    expect(sizes['Belfry: command line']).toBeLessThan(2 * MB);
    expect(sizes.SQLite).toBeLessThan(4 * MB);
    expect(sizes['Electron: languages']).toBeLessThan(10 * MB);
  });

  it('has the fuses of the configuration, and the debugger open for this test alone', async () => {
    const { electronFuses } = load(await readFile('electron-builder.yml', 'utf8')) as {
      electronFuses: Record<string, boolean>;
    };
    const wire = await getCurrentFuseWire(executable);
    const names: Record<string, FuseV1Options> = {
      runAsNode: FuseV1Options.RunAsNode,
      enableCookieEncryption: FuseV1Options.EnableCookieEncryption,
      enableNodeOptionsEnvironmentVariable: FuseV1Options.EnableNodeOptionsEnvironmentVariable,
      enableNodeCliInspectArguments: FuseV1Options.EnableNodeCliInspectArguments,
      enableEmbeddedAsarIntegrityValidation: FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
      onlyLoadAppFromAsar: FuseV1Options.OnlyLoadAppFromAsar,
      grantFileProtocolExtraPrivileges: FuseV1Options.GrantFileProtocolExtraPrivileges,
      loadBrowserProcessSpecificV8Snapshot: FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
    };
    const wanted = { ...electronFuses, enableNodeCliInspectArguments: true };
    for (const [name, fuse] of Object.entries(names))
      expect(wire[fuse], name).toBe(wanted[name as keyof typeof wanted] ? FuseState.ENABLE : FuseState.DISABLE);
    expect(electronFuses.enableNodeCliInspectArguments).toBe(false);
  });
});

describe.runIf(process.platform === 'linux')('an update', () => {
  const ask = async (belfry: Running, request: RequestName): Promise<unknown> => {
    const page = await belfry.window();
    const reply = await page.evaluate(
      (name) => (window as unknown as { belfry: BelfryBridge }).belfry.request(name, undefined),
      request,
    );
    return reply.ok ? reply.result : reply.error;
  };

  /** The packaged application as an AppImage would start it: a file to replace, and an address to look at. */
  async function startUpdatable(url: string) {
    const appImage = join(await tempFolder(), 'Belfry.AppImage');
    await writeFile(appImage, '#!/bin/sh\nexit 1\n');
    await chmod(appImage, 0o755);
    const address = join(folder, 'resources', 'app-update.yml');
    await writeFile(address, `provider: generic\nurl: ${url}\nupdaterCacheDirName: belfry-updater\n`);
    const cache = await tempFolder();
    const belfry = await start({ executable, env: { APPIMAGE: appImage, XDG_CACHE_HOME: cache } });
    const child = belfry.app.process();
    onTestFinished(async () => {
      await rm(address, { force: true });
      if (child.exitCode === null) await belfry.close();
    });
    const state = async () => (await ask(belfry, 'update.state')) as UpdateState;
    return { belfry, appImage, state };
  }

  it('is found, loaded, checked, and takes the place of the old one when Belfry restarts', async () => {
    const mark = join(await tempFolder(), 'started');
    const newer = Buffer.from(`#!/bin/sh\necho started > '${mark}'\n`);
    const { url } = await offerUpdate('99.0.0', newer);
    const { belfry, appImage, state } = await startUpdatable(url);
    await ask(belfry, 'update.look');
    await waitFor(async () => (await state()).phase === 'ready');
    expect(await state()).toEqual({ phase: 'ready', version: '99.0.0', reason: null });
    expect(await readFile(appImage, 'utf8')).toContain('exit 1');
    const gone = once(belfry.app.process(), 'exit');
    await ask(belfry, 'update.take').catch(() => {});
    await gone;
    await waitFor(() => existsSync(mark));
    expect(await readFile(appImage)).toEqual(newer);
  });

  it('takes the place of the old one when Belfry ends, without a start', async () => {
    const mark = join(await tempFolder(), 'started');
    const newer = Buffer.from(`#!/bin/sh\n[ -n "$APPIMAGE_EXIT_AFTER_INSTALL" ] || echo started > '${mark}'\n`);
    const { url } = await offerUpdate('99.0.0', newer);
    const { belfry, appImage, state } = await startUpdatable(url);
    await ask(belfry, 'update.look');
    await waitFor(async () => (await state()).phase === 'ready');
    await belfry.close();
    expect(await readFile(appImage)).toEqual(newer);
    expect(existsSync(mark)).toBe(false);
  });

  it('stays out where the settings say so', async () => {
    const { url, asked } = await offerUpdate('99.0.0', Buffer.from('#!/bin/sh\n'));
    const { belfry, state } = await startUpdatable(url);
    const page = await belfry.window();
    await page.evaluate(() =>
      (window as unknown as { belfry: BelfryBridge }).belfry.request('settings.set', { updates: 'off' }),
    );
    expect(await state()).toEqual({ phase: 'off', version: null, reason: null });
    expect(await ask(belfry, 'update.look')).toMatchObject({ code: 'refused' });
    expect(asked).toEqual([]);
  });

  it('with another checksum than was published is refused, and nothing is replaced', async () => {
    const { url, asked } = await offerUpdate('99.0.0', Buffer.from('#!/bin/sh\n'), Buffer.alloc(64).toString('base64'));
    const { belfry, appImage, state } = await startUpdatable(url);
    await ask(belfry, 'update.look');
    await waitFor(async () => (await state()).phase === 'failed');
    expect((await state()).reason).toMatch(/refused.*checksum/);
    expect(asked).toContain('/belfry-99.0.0.AppImage');
    await belfry.close();
    expect(await readFile(appImage, 'utf8')).toContain('exit 1');
  });

  it('that is no newer is none', async () => {
    const { url, asked } = await offerUpdate('0.0.1', Buffer.from('old'));
    const { belfry, state } = await startUpdatable(url);
    await ask(belfry, 'update.look');
    expect(await state()).toEqual({ phase: 'current', version: null, reason: null });
    expect(asked).toEqual(['/latest-linux.yml']);
  });

  it('is not looked for where the system updates the package', async () => {
    const { url, asked } = await offerUpdate('99.0.0', Buffer.from('new'));
    const type = join(folder, 'resources', 'package-type');
    await writeFile(type, 'deb');
    onTestFinished(() => rm(type, { force: true }));
    const { state } = await startUpdatable(url);
    expect(await state()).toMatchObject({ phase: 'off', reason: expect.stringContaining('system') });
    expect(asked).toEqual([]);
  });
});
