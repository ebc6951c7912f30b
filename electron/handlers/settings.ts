import type { Handlers } from '#contract/api.ts';
import type { Settings } from '#contract/settings.ts';
import { turns } from '#core/ports.ts';
import type { Application } from './application.ts';
import { schedulerStatus } from './schedule.ts';

/** Lets settings hold, read when it is their turn: one change after the other, so that those asked for last hold. */
export type HoldSettings = (read: () => Settings | Promise<Settings>) => Promise<void>;

export function holdSettings({ applySettings, bus }: Pick<Application, 'applySettings' | 'bus'>): HoldSettings {
  const inTurn = turns();
  return (read) =>
    inTurn(async () => {
      const settings = await read();
      await applySettings(settings);
      bus.emit('settings.changed', settings);
    });
}

/** Requests about settings and the application itself. */
export function settingsHandlers(
  app: Application,
  hold: HoldSettings,
): Pick<
  Handlers,
  | 'environment.get'
  | 'environment.refresh'
  | 'settings.get'
  | 'settings.set'
  | 'store.status'
  | 'app.show'
  | 'app.quit'
  | 'window.control'
> {
  return {
    'environment.get': () => app.environment.state,
    'environment.refresh': async () => {
      const state = await app.environment.refresh();
      app.bus.emit('scheduler.changed', await schedulerStatus(app));
      return state;
    },
    'settings.get': () => app.settings(),
    'settings.set': async (changes) => {
      const settings = await app.store.settings.set(changes);
      await hold(() => settings);
      return settings;
    },
    'store.status': () => app.store.history.status(),
    'app.show': ({ path }) => app.desktop.show(path),
    'app.quit': () => app.desktop.quit(),
    'window.control': ({ action }) => app.desktop.controlWindow(action),
  };
}
