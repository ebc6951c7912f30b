import { describe, expect, it, vi } from 'vitest';
import { settings } from '#contract/settings.ts';
import { connect, NotRunningError } from '#doors/client.ts';
import { socketClients } from './socket-clients.ts';

const { at, client, expectAlive } = socketClients();

describe('requests over the socket', () => {
  it('answers each by its id, also many on one line break and one in many pieces', async () => {
    await at.door.app.addJob('a');
    const raw = await client();
    raw.say('{"id":1,"name":"jobs.list"}\r\n{"id":"two","name":"jobs.get","input":{"job":"a"}}\n{"id":3,');
    expect(await raw.next()).toMatchObject({
      id: 1,
      ok: true,
      result: [{ name: 'a' }],
    });
    expect(await raw.next()).toMatchObject({
      id: 'two',
      ok: true,
      result: { name: 'a' },
    });
    for (const piece of ['"name":"jobs', '.list","input":nu', 'll}']) raw.say(piece);
    raw.say('\n');
    expect(await raw.next()).toMatchObject({ id: 3, ok: true });
  });

  it('answers a client that has closed its side, then closes', async () => {
    const raw = await client();
    raw.socket.end('{"id":1,"name":"jobs.list"}\n');
    expect(await raw.next()).toMatchObject({ id: 1, ok: true });
    expect(await raw.next()).toBeNull();
  });

  it('answers thousands of requests sent at once, and holds only a few of them at work', async () => {
    let now = 0;
    let most = 0;
    at.door.app.handlers['settings.get'] = async () => {
      most = Math.max(most, ++now);
      await new Promise(setImmediate);
      now -= 1;
      return settings.parse({});
    };
    const raw = await client();
    const count = 5000;
    raw.say(Array.from({ length: count }, (_, id) => `{"id":${id},"name":"settings.get"}\n`).join(''));
    const ids = new Set<unknown>();
    while (ids.size < count) ids.add((await raw.next())?.id);
    expect(most).toBeLessThanOrEqual(8);
  });

  it('does no more work for a client that does not read, and goes on when it does', async () => {
    let asked = 0;
    const big = 'x'.repeat(1 << 20);
    at.door.app.handlers['jobs.list'] = () => {
      asked += 1;
      return [big as never];
    };
    const raw = await client();
    raw.socket.pause();
    raw.say(Array.from({ length: 100 }, (_, id) => `{"id":${id},"name":"jobs.list"}\n`).join(''));
    await vi.waitFor(() => expect(asked).toBeGreaterThan(0));
    // Others are served meanwhile: were there more to come, it would have come.
    const other = await client();
    for (let turn = 0; turn < 50; turn += 1) await other.ask({ id: turn, name: 'settings.get' });
    expect(asked).toBeLessThanOrEqual(16);
    raw.socket.resume();
    for (let answered = 0; answered < 100; answered += 1) expect(await raw.next()).toMatchObject({ ok: true });
    expect(asked).toBe(100);
  });

  it('serves the typed client', async () => {
    const typed = await connect(at.door.address);
    const created = await typed.request('jobs.create', {
      name: 'a',
      action: { kind: 'command', run: { by: 'shell', line: 'true' } },
    });
    expect(created).toMatchObject({ id: 1, name: 'a' });
    await expect(typed.request('jobs.get', { job: 'b' })).rejects.toMatchObject({ code: 'not-found', field: 'job' });
    typed.close();
    await typed.closed;
    await expect(typed.request('jobs.list')).rejects.toBeInstanceOf(NotRunningError);
  });

  it('tells the typed client when the application goes away in the middle', async () => {
    at.door.app.handlers['settings.get'] = () => new Promise(() => {});
    const typed = await connect(at.door.address);
    const asked = expect(typed.request('settings.get')).rejects.toBeInstanceOf(NotRunningError);
    await vi.waitFor(async () => expect(await typed.request('jobs.list')).toEqual([]));
    await at.door.close();
    await asked;
  });
});

describe('events over the socket', () => {
  it('go to those who asked, and cost nothing while nobody asks', async () => {
    const job = await at.door.app.addJob('a');
    const raw = await client();
    expect(at.door.app.listeners.size).toBe(0);
    expect(await raw.ask({ id: 1, subscribe: ['runs.changed'] })).toMatchObject({ id: 1, ok: true });
    expect(at.door.app.listeners.size).toBe(1);
    at.door.app.emit('job.removed', { id: 9 });
    at.door.app.addRun(job);
    expect(await raw.next()).toMatchObject({
      event: 'runs.changed',
      payload: [{ id: 1, job: 'a' }],
    });
    expect(await raw.ask({ id: 2, subscribe: [] })).toMatchObject({
      id: 2,
      ok: true,
    });
    expect(at.door.app.listeners.size).toBe(0);
  });

  it('end with the client', async () => {
    const raw = await client();
    await raw.ask({ id: 1, subscribe: ['runs.changed'] });
    raw.socket.end();
    await vi.waitFor(() => expect(at.door.app.listeners.size).toBe(0));
  });

  it('do not pile up for a client that has stopped reading: it is dropped, others are not', async () => {
    const job = await at.door.app.addJob('a');
    const run = at.door.app.addRun(job);
    const [stalled, reading] = [await client(), await client()];
    for (const raw of [stalled, reading]) await raw.ask({ id: 1, subscribe: ['run.output'] });
    stalled.socket.pause();
    const text = 'x'.repeat(1 << 20);
    for (let seq = 0; seq < 64; seq += 1) {
      at.door.app.emit('run.output', {
        id: run.id,
        chunks: [{ attempt: 1, seq, at: 0, stream: 'stdout', text }],
      });
      expect(await reading.next()).toMatchObject({
        event: 'run.output',
        payload: { chunks: [{ seq }] },
      });
    }
    stalled.socket.resume();
    let received = 0;
    while (await stalled.next()) received += 1;
    expect(received).toBeLessThan(12);
    await expectAlive();
  });
});
