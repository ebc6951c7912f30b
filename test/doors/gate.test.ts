import { describe, expect, it } from 'vitest';
import { createGate } from '#doors/gate.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('the gate', () => {
  it('waits for who is inside, lets in who may pass, and holds the others until it opens', async () => {
    const log: string[] = [];
    let finish = () => {};
    const gate = createGate(async (name) => {
      log.push(String(name));
      if (name === 'runs.list') await new Promise<void>((resolve) => (finish = resolve));
      return { ok: true, result: name };
    }, 'backup.restore');
    const inside = gate.dispatch('runs.list', {});
    let isEmpty = false;
    const held = gate.hold().then((release) => {
      isEmpty = true;
      return release;
    });
    const waiting = ['jobs.list', 'jobs.get'].map((name) => gate.dispatch(name, {}));
    await gate.dispatch('backup.restore', {});
    await turn();
    expect([log, isEmpty]).toEqual([['runs.list', 'backup.restore'], false]);
    finish();
    await inside;
    const release = await held;
    await turn();
    expect(log).toHaveLength(2);
    release();
    expect(await Promise.all(waiting)).toMatchObject([{ result: 'jobs.list' }, { result: 'jobs.get' }]);
    expect(await gate.dispatch('jobs.run', {})).toMatchObject({ result: 'jobs.run' });
  });

  it('lets nobody in before Belfry is ready, who shuts it neither', async () => {
    const log: string[] = [];
    let arrive = () => {};
    const ready = new Promise<void>((resolve) => (arrive = resolve));
    const answer = async (name: unknown) => {
      log.push(String(name));
      return { ok: true, result: name } as const;
    };
    const gate = createGate(answer, 'backup.restore', ready);
    const asked = ['backup.restore', 'jobs.list'].map((name) => gate.dispatch(name, {}));
    await turn();
    expect(log).toEqual([]);
    arrive();
    await Promise.all(asked);
    expect(log).toEqual(['backup.restore', 'jobs.list']);
  });
});
