import { expect, it } from 'vitest';
import { type Settings, settings } from '#contract/settings.ts';
import type { Application } from '#handlers/application.ts';
import { Bus } from '#handlers/bus.ts';
import { holdSettings, settingsHandlers } from '#handlers/settings.ts';

/** Switching off takes its time. */
function setUp() {
  let kept = settings.parse({});
  const applied: boolean[] = [];
  const told: boolean[] = [];
  const bus = new Bus();
  bus.subscribe((name, payload) => {
    if (name === 'settings.changed') told.push((payload as Settings).schedulerOn);
  });
  const app = {
    bus,
    store: {
      settings: {
        set: async (changes: Partial<Settings>) => {
          kept = { ...kept, ...changes };
          return kept;
        },
      },
    },
    applySettings: async ({ schedulerOn }: Settings) => {
      if (!schedulerOn) await new Promise((resolve) => setTimeout(resolve, 20));
      applied.push(schedulerOn);
    },
  } as unknown as Application;
  const hold = holdSettings(app);
  return { set: settingsHandlers(app, hold)['settings.set'], hold, applied, told };
}

it('lets the settings asked for last hold, also where those before take longer', async () => {
  const { set, applied, told } = setUp();
  await Promise.all([set({ schedulerOn: false }), set({ schedulerOn: true })]);
  expect(applied).toEqual([false, true]);
  expect(told).toEqual([false, true]);
});

it('lets settings that a restore brought hold after those asked for before', async () => {
  const { set, hold, applied, told } = setUp();
  const asked = set({ schedulerOn: false });
  await new Promise((resolve) => setImmediate(resolve));
  await hold(() => settings.parse({ schedulerOn: true }));
  await asked;
  expect(applied).toEqual([false, true]);
  expect(told).toEqual([false, true]);
});
