import { expect, it } from 'vitest';
import { type Settings, settings } from '#contract/settings.ts';
import type { Application } from '#handlers/application.ts';
import { Bus } from '#handlers/bus.ts';
import { settingsHandlers } from '#handlers/settings.ts';

it('lets the settings asked for last hold, also where those before take longer', async () => {
  let kept = settings.parse({});
  const applied: boolean[] = [];
  const told: boolean[] = [];
  const bus = new Bus();
  bus.subscribe((name, payload) => {
    if (name === 'settings.changed') told.push((payload as Settings).schedulerOn);
  });
  const { 'settings.set': set } = settingsHandlers({
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
  } as unknown as Application);
  await Promise.all([set({ schedulerOn: false }), set({ schedulerOn: true })]);
  expect(applied).toEqual([false, true]);
  expect(told).toEqual([false, true]);
});
