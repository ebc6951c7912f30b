import { app } from 'electron';
import { createSecrets } from '#actions/secrets.ts';
import { systemKeyStore } from '#desktop/key-store.ts';
import { configHome, loginItem, startCommand } from '#desktop/login-item.ts';
import { openStore } from '#store/index.ts';
import { openSecrets } from '#store/secrets.ts';
import { data, environment, launch, maskWith, platform } from './launch.ts';

/** What outlives a run of Belfry: the ledger, secrets, settings, and a place in the list of what starts with the system. */
export type Kept = Awaited<ReturnType<typeof openKept>>;

/** @throws where the data folder cannot be used */
export async function openKept() {
  const store = await openStore(data, app.getVersion());
  const keeper = await openSecrets(data, systemKeyStore);
  const secrets = createSecrets(keeper);
  maskWith(secrets.mask);
  const login = loginItem({ platform, command: startCommand(launch.data), configHome: configHome(environment) });
  let settings = await store.settings.get();
  // What was changed in the system's own list holds.
  if (settings.startWithComputer !== login.isOn())
    settings = await store.settings.set({ startWithComputer: login.isOn() });
  return {
    ...{ store, keeper, secrets, login },
    settings: () => settings,
    /** What is in force from now on; returns what was. */
    replaceSettings: (changed: typeof settings) => {
      const before = settings;
      settings = changed;
      return before;
    },
    zone: () => settings.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}
