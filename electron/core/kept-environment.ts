import { MASKED } from '#contract/masked.ts';
import type { LaunchEnvironment } from '#contract/run.ts';

const SENSITIVE = /PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|(API|ACCESS|PRIVATE)_?KEY|CREDENTIAL/i;

/**
 * What the ledger keeps of an attempt's environment, which comes with known secrets masked. A job's own variables are
 * kept as they were written, so that `${secret:NAME}` stays that; what is named like a secret is never kept. `ofRun` are
 * the variables of this run only, which take the place of the job's.
 */
export function keptEnvironment(
  environment: LaunchEnvironment,
  own: Record<string, string>,
  ofRun: Record<string, string> | null = null,
): LaunchEnvironment {
  const variables = environment.variables.map(({ name, value, from }) => ({
    ...{ name, value: keptValue(name, value, ofRun?.[name] ?? own[name]) },
    from: ofRun && Object.hasOwn(ofRun, name) ? ('run' as const) : from,
  }));
  return { ...environment, variables: variables.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

/** The same of variables that one run is given, before anybody knows whether it will start. */
export const keptVariables = (ofRun: Record<string, string>, mask: (text: string) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(ofRun).map(([name, value]) => [name, keptValue(name, mask(value), mask(value))]));

function keptValue(name: string, value: string, written: string | undefined): string {
  if (written?.includes('${secret:')) return written;
  return SENSITIVE.test(name) && value !== '' ? MASKED : value;
}
