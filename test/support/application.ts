import type { Handlers } from '#contract/api.ts';
import { settings } from '#contract/settings.ts';
import type { Application } from '#handlers/application.ts';
import { Bus } from '#handlers/bus.ts';
import { jobHandlers } from '#handlers/jobs.ts';
import { runHandlers } from '#handlers/runs.ts';
import { scheduleHandlers } from '#handlers/schedule.ts';
import type { World } from './world.ts';

/** What answers the window and the command line about jobs, runs and time, on a world's core and ledger. */
export function handlersOf(world: World): Handlers {
  const { store, engine, time: clock, folder: dataFolder } = world;
  // These ask for no more of an application than this.
  const app = {
    ...{ ...engine, store, clock, bus: new Bus(), dataFolder, version: '0', zone: () => 'UTC' },
    settings: () => settings.parse({}),
    environment: { state: { problem: null } },
  } as unknown as Application;
  return { ...jobHandlers(app), ...runHandlers(app), ...scheduleHandlers(app) } as Handlers;
}
