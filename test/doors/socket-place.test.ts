import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { socketAddress } from '#doors/address.ts';
import { connect, NotRunningError } from '#doors/client.ts';
import { openSocket } from '#doors/socket.ts';
import { RawClient } from './open-door.ts';
import { socketClients } from './socket-clients.ts';

const onUnix = process.platform !== 'win32';
const { at, expectAlive } = socketClients();

describe('the place of the socket', () => {
  it.runIf(onUnix)('is open to its owner only', async () => {
    const { mode } = await stat(at.door.address);
    expect(mode & 0o777).toBe(0o600);
    await chmod(at.door.data, 0o777);
    expect((await stat(at.door.address)).mode & 0o077).toBe(0);
  });

  it.runIf(onUnix)('gets a folder of the owner’s alone when the data folder is too long for a socket', async () => {
    const long = join(at.door.data, 'x'.repeat(120));
    const address = socketAddress(long, process.platform);
    const opened = await openSocket({
      address,
      dispatch: async () => ({ ok: true, result: 1 }),
      subscribe: at.door.app.subscribe,
    });
    expect((await stat(join(address, '..'))).mode & 0o777).toBe(0o700);
    const raw = await RawClient.connect(address);
    expect(await raw.ask({ id: 1, name: 'x' })).toEqual({
      id: 1,
      ok: true,
      result: 1,
    });
    raw.socket.destroy();
    await opened.close();
  });

  it('is cleared when it closes', async () => {
    await at.door.close();
    await expect(stat(at.door.address)).rejects.toThrow();
    await expect(connect(at.door.address)).rejects.toBeInstanceOf(NotRunningError);
  });

  it.runIf(onUnix)('is taken over from a process that was killed, and not from one that answers', async () => {
    const options = {
      dispatch: async () => ({ ok: true as const, result: 1 }),
      subscribe: at.door.app.subscribe,
    };
    await expect(openSocket({ ...options, address: at.door.address })).rejects.toMatchObject({ code: 'conflict' });
    await expectAlive();

    const address = join(at.door.data, 'stale.sock');
    const script = `require('node:net').createServer().listen(${JSON.stringify(address)}, () => console.log('up'))`;
    const other = spawn(process.execPath, ['-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(other.stdout, 'data');
    other.kill('SIGKILL');
    await once(other, 'exit');
    expect((await stat(address)).isSocket()).toBe(true);
    await expect(connect(address)).rejects.toBeInstanceOf(NotRunningError);
    const opened = await openSocket({ ...options, address });
    const raw = await RawClient.connect(address);
    expect(await raw.ask({ id: 1, name: 'x' })).toMatchObject({ ok: true });
    raw.socket.destroy();
    await opened.close();
  });

  it.runIf(onUnix)('is never a file of somebody else’s', async () => {
    const options = {
      dispatch: async () => ({ ok: true as const, result: 1 }),
      subscribe: at.door.app.subscribe,
    };
    const folder = await mkdtemp(join(tmpdir(), 'belfry-place-'));
    await writeFile(join(folder, 'file'), 'precious');
    await symlink(join(folder, 'file'), join(folder, 'link'));
    for (const name of ['file', 'link']) {
      await expect(openSocket({ ...options, address: join(folder, name) })).rejects.toMatchObject({ code: 'conflict' });
    }
    expect(await readdir(folder)).toEqual(['file', 'link']);
    await rm(folder, { recursive: true });
  });

  it.runIf(onUnix)('may be a stranger’s, which is an error and not a hang', async () => {
    const address = join(at.door.data, 'other.sock');
    const other = createServer((socket) => socket.end('220 mail ready\n')).listen(address);
    await once(other, 'listening');
    const typed = await connect(address);
    await expect(typed.request('jobs.list')).rejects.toMatchObject({
      code: 'unavailable',
    });
    other.close();
  });
});
