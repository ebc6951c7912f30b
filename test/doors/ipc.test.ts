import { describe, expect, it } from 'vitest';
import { createDispatch } from '#doors/dispatch.ts';
import { openIpc } from '#doors/ipc.ts';
import { MemoryApp } from './memory-app.ts';

type Event = { from: string };

function open(isTrusted: (event: Event) => boolean) {
  const channels = new Map<string, (event: Event, ...args: unknown[]) => unknown>();
  const ipc = {
    handle: (channel: string, listener: (event: Event, ...args: unknown[]) => unknown) =>
      void channels.set(channel, listener),
    removeHandler: (channel: string) => void channels.delete(channel),
  };
  const app = new MemoryApp();
  const close = openIpc({
    ipc,
    isTrusted,
    dispatch: createDispatch(app.handlers),
  });
  const ask = async (event: Event, ...args: unknown[]) =>
    JSON.parse(String(await channels.get('belfry:request')?.(event, ...args)));
  return { app, ask, channels, close };
}

describe('the door of the window', () => {
  it('serves the window and nobody else', async () => {
    const { ask, app } = open(({ from }) => from === 'window');
    await app.addJob('a');
    expect(await ask({ from: 'window' }, 'jobs.list')).toMatchObject({
      ok: true,
      result: [{ name: 'a' }],
    });
    expect(await ask({ from: 'elsewhere' }, 'jobs.remove', { job: 'a' })).toMatchObject({
      ok: false,
      error: { code: 'forbidden' },
    });
    expect(app.jobs.size).toBe(1);
  });

  it('trusts nobody when the check fails, as with a frame that is gone', async () => {
    const { ask } = open(() => {
      throw new Error('Render frame was disposed');
    });
    expect(await ask({ from: 'window' }, 'jobs.list')).toMatchObject({
      ok: false,
      error: { code: 'forbidden' },
    });
  });

  it('refuses nonsense without throwing', async () => {
    const { ask } = open(() => true);
    for (const args of [[], [{}], ['jobs.get'], ['jobs.get', 7], ['jobs.get', new Map()], ['jobs.get', { job: 1n }]]) {
      expect(await ask({ from: 'window' }, ...args)).toMatchObject({
        ok: false,
        error: { code: 'invalid' },
      });
    }
  });

  it('writes a long list in pieces, whole and in order', async () => {
    const { ask, app } = open(() => true);
    for (let at = 1; at <= 1201; at++) await app.addJob(`job ${at}`);
    const { ok, result } = await ask({ from: 'window' }, 'jobs.list');
    expect(ok).toBe(true);
    expect(result.map(({ name }: { name: string }) => name)).toEqual(
      Array.from({ length: 1201 }, (_, at) => `job ${at + 1}`),
    );
  });

  it('closes', () => {
    const { channels, close } = open(() => true);
    close();
    expect(channels.size).toBe(0);
  });
});
