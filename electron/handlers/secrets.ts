import type { Handlers } from '#contract/api.ts';
import { type SecretList, secretNames } from '#contract/secret.ts';
import type { Application } from './application.ts';

/** What the settings are called among the users of a secret. */
const SETTINGS = 'Settings';

/** Requests about secrets. Values come in, and never go out. */
export function secretHandlers(app: Application): Pick<Handlers, 'secrets.list' | 'secrets.set' | 'secrets.remove'> {
  const { secrets, clock, bus } = app;
  const changed = () => {
    const list = secretList(app);
    bus.emit('secrets.changed', list);
    return list;
  };
  return {
    'secrets.list': async () => {
      await secrets.look();
      return secretList(app);
    },
    'secrets.set': async ({ name, value, allowWeak }) => {
      await secrets.set(name, value, allowWeak, clock.now());
      return changed();
    },
    'secrets.remove': async ({ name }) => {
      await secrets.remove(name);
      return changed();
    },
  };
}

function secretList(app: Application): SecretList {
  const usedBy = new Map<string, string[]>();
  const note = (user: string, holder: unknown) => {
    for (const name of secretNames(holder)) usedBy.set(name, [...(usedBy.get(name) ?? []), user]);
  };
  for (const { job } of app.roster.jobs.values()) note(job.name, { ...job, name: null, description: null });
  note(SETTINGS, app.settings());
  const { secrets, ...how } = app.secrets.list();
  return { ...how, secrets: secrets.map((secret) => ({ ...secret, usedBy: (usedBy.get(secret.name) ?? []).sort() })) };
}
