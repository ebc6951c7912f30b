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
  const kept = (name: string, value: string) => {
    const written = ofRun?.[name] ?? own[name];
    if (written?.includes('${secret:')) return written;
    return SENSITIVE.test(name) && value !== '' ? MASKED : value;
  };
  const variables = environment.variables.map(({ name, value, from }) => ({
    ...{ name, value: kept(name, value) },
    from: ofRun && Object.hasOwn(ofRun, name) ? ('run' as const) : from,
  }));
  return { ...environment, variables: variables.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}
