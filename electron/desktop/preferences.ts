import { nativeTheme } from 'electron';
import type { Settings } from '#contract/settings.ts';
import type { SettingsStore } from '#core/ports.ts';
import type { LoginItem } from './login-item.ts';

export interface PreferenceParts {
  store: Pick<SettingsStore, 'get' | 'set'>;
  login: LoginItem;
  /** In per cent. */
  zoom: (percent: number) => void;
}

export interface Preferences {
  /** The settings that hold. */
  readonly now: Settings;
  /** Lets saved settings hold, and the desktop look and start by them. */
  apply(changed: Settings): Promise<void>;
}

/** Reads the settings. What was changed in the system's own list of what starts with the computer holds. */
export async function openPreferences({ store, login, zoom }: PreferenceParts): Promise<Preferences> {
  let now = await store.get();
  if (now.startWithComputer !== login.isOn()) now = await store.set({ startWithComputer: login.isOn() });
  nativeTheme.themeSource = now.theme;
  return {
    get now() {
      return now;
    },
    apply: async (changed) => {
      now = changed;
      nativeTheme.themeSource = changed.theme;
      zoom(changed.zoom);
      if (changed.startWithComputer !== login.isOn()) await login.set(changed.startWithComputer);
    },
  };
}
