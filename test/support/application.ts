import type { Handlers } from '#contract/api.ts';
import { settings } from '#contract/settings.ts';
import { Bus } from '#handlers/bus.ts';
import { createHandlers } from '#handlers/index.ts';
import type { World } from './world.ts';

/** What serves the window and the command line, on a world's core and ledger; there is no desktop. */
export function handlersOf(world: World): Handlers {
  const { store, engine, time: clock, folder: dataFolder } = world;
  const nothing = () => {};
  return createHandlers({
    ...{ ...engine, store, clock, bus: new Bus(), dataFolder, version: '0' },
    settings: () => settings.parse({}),
    applySettings: async () => {},
    zone: () => 'UTC',
    desktop: { show: nothing, quit: nothing, controlWindow: nothing },
  });
}
