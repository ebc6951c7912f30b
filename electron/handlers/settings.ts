import type { Handlers } from '#contract/api.ts';
import type { Application } from './application.ts';

/** Requests about settings and the application itself. */
export function settingsHandlers(
  app: Application,
): Pick<Handlers, 'settings.get' | 'settings.set' | 'store.status' | 'app.show' | 'app.quit' | 'window.control'> {
  return {
    'settings.get': () => app.settings(),
    'settings.set': async (changes) => {
      const settings = await app.store.settings.set(changes);
      await app.applySettings(settings);
      app.bus.emit('settings.changed', settings);
      return settings;
    },
    'store.status': () => app.store.history.status(),
    'app.show': ({ path }) => app.desktop.show(path),
    'app.quit': () => app.desktop.quit(),
    'window.control': ({ action }) => app.desktop.controlWindow(action),
  };
}
