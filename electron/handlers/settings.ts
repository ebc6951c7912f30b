import type { Handlers } from '#contract/api.ts';
import type { Application } from './application.ts';
import { schedulerStatus } from './schedule.ts';

/** Requests about settings and the application itself. */
export function settingsHandlers(
  app: Application,
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
  /** One change after the other: settings asked for last hold. */
  let applied: Promise<void> = Promise.resolve();
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
      const turn = applied.then(async () => {
        await app.applySettings(settings);
        app.bus.emit('settings.changed', settings);
      });
      applied = turn.catch(() => {});
      await turn;
      return settings;
    },
    'store.status': () => app.store.history.status(),
    'app.show': ({ path }) => app.desktop.show(path),
    'app.quit': () => app.desktop.quit(),
    'window.control': ({ action }) => app.desktop.controlWindow(action),
  };
}
