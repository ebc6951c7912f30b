import type { Handlers } from '#contract/api.ts';
import { type SecretList, secretNames } from '#contract/secret.ts';
import type { Application } from './application.ts';

/** What the settings are called among the users of a secret. */
const SETTINGS = 'Settings';

type SecretRequests = 'secrets.list' | 'secrets.set' | 'secrets.unlock' | 'secrets.remove';

/** Requests about secrets. Values come in, and never go out. */
export function secretHandlers(app: Application): Pick<Handlers, SecretRequests> {
  const { secrets, clock, bus } = app;
  const changed = async () => {
    const list = await secretList(app);
    bus.emit('secrets.changed', list);
    return list;
  };
  return {
    'secrets.list': () => secretList(app),
    'secrets.set': async ({ name, value, allowWeak }) => {
      await secrets.set(name, value, allowWeak, clock.now());
      return changed();
    },
    'secrets.unlock': async () => {
      await secrets.unlock();
      return changed();
    },
    'secrets.remove': async ({ name }) => {
      await secrets.remove(name);
      return changed();
    },
  };
}

async function secretList(app: Application): Promise<SecretList> {
  const usedBy = new Map<string, string[]>();
  const note = (user: string, holder: unknown) => {
    for (const name of secretNames(holder)) usedBy.set(name, [...(usedBy.get(name) ?? []), user]);
  };
  for (const { job } of app.roster.jobs.values()) note(job.name, { ...job, name: null, description: null });
  note(SETTINGS, app.settings());
  const { secrets, ...how } = await app.secrets.list();
  return { ...how, secrets: secrets.map((secret) => ({ ...secret, usedBy: (usedBy.get(secret.name) ?? []).sort() })) };
}
