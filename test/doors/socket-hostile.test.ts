import { describe, expect, it, vi } from 'vitest';
import { LINE_LIMIT } from '#doors/protocol.ts';
import { socketClients } from './socket-clients.ts';

const { at, client, expectAlive } = socketClients();

describe('hostile input', () => {
  it.each([
    ['no JSON', 'hello'],
    ['an empty line', ''],
    ['bytes', '\u0000\ufffd\u0007'],
    ['a list', '[{"id":1,"name":"jobs.list"}]'],
    ['a number', '7'],
    ['null', 'null'],
    ['no id', '{"name":"jobs.list"}'],
    ['an id that is an object', '{"id":{},"name":"jobs.list"}'],
    ['an id that is too long', `{"id":"${'x'.repeat(101)}","name":"jobs.list"}`],
    ['half an object', '{"id":1,'],
  ])('refuses %s and goes on', async (_, line) => {
    const raw = await client();
    raw.say(`${line}\n`);
    expect(await raw.next()).toMatchObject({
      id: null,
      ok: false,
      error: { code: 'invalid' },
    });
    expect(await raw.ask({ id: 2, name: 'jobs.list' })).toMatchObject({
      id: 2,
      ok: true,
    });
  });

  it.each([
    ['name', { id: 1 }],
    ['name', { id: 1, name: 7 }],
    ['name', JSON.parse('{"id":1,"name":"__proto__"}')],
    ['subscribe', { id: 1, subscribe: 'runs.changed' }],
    ['subscribe.1', { id: 1, subscribe: ['runs.changed', 'constructor'] }],
    ['job', { id: 1, name: 'jobs.get', input: { job: [] } }],
    ['name', { id: 1, name: 'jobs.create', input: { name: 'x'.repeat(10_000_000) } }],
  ])('names the field at fault: %s', async (field, message) => {
    expect(await (await client()).ask(message)).toMatchObject({
      id: 1,
      ok: false,
      error: { code: 'invalid', field },
    });
  });

  it('is not polluted by __proto__', async () => {
    const raw = await client();
    raw.say('{"__proto__":{"id":1,"name":"jobs.list"}}\n');
    expect(await raw.next()).toMatchObject({ id: null, ok: false });
    raw.say('{"id":1,"name":"jobs.create","input":{"__proto__":{"name":"evil"},"constructor":{}}}\n');
    expect(await raw.next()).toMatchObject({
      id: 1,
      ok: false,
      error: { field: 'name' },
    });
    expect(({} as Record<string, unknown>).name).toBeUndefined();
  });

  it('refuses a line beyond the limit, then closes', async () => {
    const raw = await client();
    raw.say(Buffer.alloc(LINE_LIMIT + 1, 'x'));
    expect(await raw.next()).toMatchObject({
      id: null,
      ok: false,
      error: { code: 'too-large' },
    });
    expect(await raw.next()).toBeNull();
    await expectAlive();
  });

  it.each([
    ['brackets', '['],
    ['objects', '{"a":'],
    ['empty lists', '[],'],
    ['numbers', '1,'],
  ])('refuses 8 MiB of %s without holding up anyone', async (_, piece) => {
    const raw = await client();
    const since = performance.now();
    raw.say(`{"id":1,"input":[${piece.repeat((8 << 20) / piece.length)}\n`);
    expect(await raw.next()).toMatchObject({
      id: null,
      ok: false,
      error: { code: 'too-large' },
    });
    expect(performance.now() - since).toBeLessThan(2000);
    await expectAlive();
  });

  it('survives clients that leave in the middle of anything', async () => {
    for (const piece of ['', '{"id":', '{"id":1,"name":"jobs.list"}\n', '{"id":1,"subscribe":["runs.changed"]}\n']) {
      const raw = await client();
      raw.say(piece);
      raw.socket.destroy();
    }
    await expectAlive();
    await vi.waitFor(() => expect(at.door.app.listeners.size).toBe(0));
    expect(at.door.defects).toEqual([]);
  });

  it('lets many clients in, turns the next away with a reason, and has room again when they leave', async () => {
    const many = await Promise.all(Array.from({ length: 128 }, client));
    const replies = await Promise.all(many.map((raw, id) => raw.ask({ id, name: 'jobs.list' })));
    expect(replies.every((reply) => reply?.ok === true)).toBe(true);
    const late = await client();
    expect(await late.next()).toMatchObject({
      ok: false,
      error: { code: 'unavailable' },
    });
    expect(await late.next()).toBeNull();
    for (const raw of many) raw.socket.destroy();
    await vi.waitFor(expectAlive);
  });
});
