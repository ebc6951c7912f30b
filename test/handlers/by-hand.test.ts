import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Application } from '#handlers/application.ts';
import { byHandHandlers } from '#handlers/by-hand.ts';
import { World } from '../support/world.ts';

let world: World;
let job: number;
beforeEach(async () => {
  world = await World.open({ at: '2026-03-02T09:00:00Z' });
  world.hold = true;
  job = await world.add({ environment: { STAGE: 'test' }, policy: { overlap: { mode: 'queue' } } });
});
afterEach(() => world.close());

const handlers = () => {
  const { store, engine } = world;
  return byHandHandlers({ store, scheduler: engine.scheduler } as unknown as Application);
};
const given = async (id: number) => (await world.store.runs.get(id))?.variables;

it('runs again what never started, with the variables that it was given', async () => {
  const { 'jobs.run': run, 'runs.again': again } = handlers();
  const first = await run({ job });
  const waiting = await run({ job, variables: { STAGE: 'live' } });
  expect(waiting.status).toBe('queued');
  await world.engine.launcher.stop(waiting.id);
  world.started[0]?.finish();
  await world.quiet();
  expect(await given(first.id)).toBeNull();
  expect(await given(waiting.id)).toEqual({ STAGE: 'live' });
  const next = await again({ id: waiting.id });
  expect(world.started.at(-1)?.context.environment).toEqual({ STAGE: 'live' });
  expect(await given(next.id)).toEqual({ STAGE: 'live' });
});

it('asks for what is not kept, and runs nothing without it', async () => {
  const { 'jobs.run': run, 'runs.again': again } = handlers();
  const { id } = await run({ job, variables: { STAGE: 'live', API_TOKEN: 'hush' } });
  expect(await given(id)).toEqual({ STAGE: 'live', API_TOKEN: '••••••' });
  await expect(again({ id })).rejects.toMatchObject({ code: 'refused', field: 'variables.API_TOKEN' });
  expect(world.started).toHaveLength(1);
});
