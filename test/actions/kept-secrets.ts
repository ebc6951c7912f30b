import { createSecrets } from '#actions/secrets.ts';
import { BelfryError } from '#contract/error.ts';
import type { SecretKeeper, Secrets } from '#core/ports.ts';

/** Secrets kept in memory alone. */
export function secretsOf(known: Record<string, string>): Secrets {
  const unused = () => {
    throw new Error('Nothing keeps these.');
  };
  const keeper: SecretKeeper = {
    values: Object.values(known),
    value: (name) => {
      const value = known[name];
      if (value === undefined)
        throw new BelfryError('not-found', `There is no secret ${name}. Add it in Settings, Secrets.`);
      return value;
    },
    ...{ list: unused, unlock: unused, set: unused, remove: unused },
  };
  return createSecrets(keeper);
}

export const noSecrets = secretsOf({});
