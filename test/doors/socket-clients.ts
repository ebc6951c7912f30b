import { afterEach, beforeEach, expect } from 'vitest';
import { type Door, openDoor, RawClient } from './open-door.ts';

/** A door for each test, and clients that are gone after it. */
export function socketClients() {
  const at = {} as { door: Door };
  let clients: RawClient[] = [];
  beforeEach(async () => {
    at.door = await openDoor();
  });
  afterEach(async () => {
    for (const each of clients) each.socket.destroy();
    clients = [];
    await at.door.close();
  });
  const client = async () => {
    const made = await RawClient.connect(at.door.address);
    clients.push(made);
    return made;
  };
  /** The door still works, for somebody new. */
  const expectAlive = async () => {
    expect(await (await client()).ask({ id: 1, name: 'jobs.list' })).toMatchObject({ id: 1, ok: true });
  };
  return { at, client, expectAlive };
}
