import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import type { RequestName } from '#contract/api.ts';
import type { BelfryBridge } from '#contract/bridge.ts';
import type { UpdateState } from '#contract/update.ts';
import { socketAddress } from '#doors/address.ts';
import { connect } from '#doors/client.ts';
import { hasPackaging } from '../../electron/dev/system.mjs';
import { tempFolder } from '../support/temp.ts';
import { appImageTools } from './appimage-tools.ts';
import { type Running, start, waitFor } from './belfry.ts';
import { serve } from './update-server.ts';

const exec = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
/** Two whole packages are made. */
const wanted = process.env.CI !== undefined && hasPackaging();
const LATEST = 'latest-linux.yml';
const RESTART = 'Restart to update to 99.0.0';

/** Makes the AppImage of a version that looks for newer ones at `url`; resolves to its path. */
async function makeAppImage(version: string, url: string, tools: string, to: string): Promise<string> {
  const settings = [`extraMetadata.version=${version}`, `directories.output=${to}`, 'appImage.compression=gzip'];
  await exec(
    process.execPath,
    ['electron/dev/package.mjs', '--inspectable', '--linux', 'AppImage', ...settings.map((one) => `-c.${one}`)],
    { cwd: root, env: { ...process.env, APPIMAGE_TOOLS_PATH: tools, BELFRY_UPDATE_URL: url } },
  );
  const name = (await readdir(to)).find((one) => one.endsWith('.AppImage'));
  return join(to, name ?? 'no AppImage');
}

const ask = async (belfry: Running, request: RequestName) => {
  const page = await belfry.window();
  return page.evaluate(
    (name) => (window as unknown as { belfry: BelfryBridge }).belfry.request(name, undefined),
    request,
  );
};
const state = async (belfry: Running) => {
  const reply = await ask(belfry, 'update.state');
  return (reply as { result: UpdateState }).result;
};

it.runIf(wanted)(
  'an AppImage runs, loads of a newer one only what differs, and restarts into it from the tray',
  { timeout: 240_000, retry: 0 },
  async () => {
    const newer = await tempFolder();
    const read = (path: string) => readFile(join(newer, basename(path))).catch(() => null);
    const { url, sent } = await serve(read);
    const tools = await appImageTools();
    const older = await makeAppImage('0.0.1', url, tools, await tempFolder());
    const { name, size } = await made(await makeAppImage('99.0.0', url, tools, newer));
    expect(await readFile(join(newer, LATEST), 'utf8')).toMatch(/blockMapSize: \d+/);

    const entry = await desktopEntry(older);
    expect(entry).toMatch(/^Exec=AppRun %U$/m);
    expect(entry).toMatch(/^MimeType=x-scheme-handler\/belfry;$/m);

    // As it is unpacked to be run.
    const env = { TMPDIR: await tempFolder(), XDG_CACHE_HOME: await tempFolder(), XDG_CONFIG_HOME: await tempFolder() };
    const belfry = await start({ executable: older, env });
    onTestFinished(() => quit(belfry.data));
    await belfry.belfry('add', '--name', 'kept', '--cron', '* * * * * *', '--command', 'true', '--missed', 'skip');
    await ask(belfry, 'update.look');
    await waitFor(
      async () => ['ready', 'failed'].includes((await state(belfry)).phase),
      async () => JSON.stringify(await state(belfry)),
      120_000,
    );
    expect(await state(belfry)).toEqual({ phase: 'ready', version: '99.0.0', reason: null });
    const loaded = sent.get(`/${name}`) ?? 0;
    console.log(`Of ${size} bytes ${loaded} were loaded.`);
    expect(loaded).toBeGreaterThan(0);
    expect(loaded).toBeLessThan(size / 4);

    const gone = once(belfry.app.process(), 'exit');
    await waitFor(async () => JSON.stringify(await belfry.tray()).includes(RESTART));
    // The answer may not come: who would give it has gone.
    void belfry.clickTray(RESTART).catch(() => {});
    await gone;
    const version = async () => (await belfry.json<{ version: string }>('status')).version;
    await waitFor(async () => (await version().catch(() => null)) === '99.0.0');
    expect(await readdir(join(older, '..'))).toContain(name);
    const { stdout } = await belfry.belfry('ls');
    expect(stdout).toContain('kept');
  },
);

async function made(file: string): Promise<{ name: string; size: number }> {
  return { name: basename(file), size: (await stat(file)).size };
}

/** What a desktop reads of an AppImage. */
async function desktopEntry(file: string): Promise<string> {
  const folder = await tempFolder();
  await exec(file, ['--appimage-extract'], { cwd: folder, maxBuffer: 16 * 1024 * 1024 });
  const entry = join(folder, 'squashfs-root', 'belfry.desktop');
  await exec('desktop-file-validate', [entry]);
  return readFile(entry, 'utf8');
}

/** Ends whatever Belfry runs on a data folder. */
async function quit(data: string): Promise<void> {
  const client = await connect(socketAddress(data, process.platform)).catch(() => null);
  await client?.request('app.quit').catch(() => {});
  await client?.closed;
}
