import type { Job } from '#contract/job.ts';
import type { LaunchEnvironment } from '#contract/run.ts';
import type { ActionContext, ActionHandle, Executor } from './ports.ts';

/** What a person says is to be done, of a job or of a draft that is only tried. */
export type Work = Pick<Job, 'action' | 'environment' | 'workingDirectory' | 'policy'>;

/** Starts one attempt. Runs and test runs both come through here, so that a test tells what a run will do. */
export function startAttempt(
  execute: Executor,
  { action, environment, workingDirectory }: Work,
  context: Pick<ActionContext, 'runId' | 'attempt' | 'output'>,
): ActionHandle {
  return execute(action, { ...context, environment, workingDirectory });
}

const SENSITIVE = /PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|(API|ACCESS|PRIVATE)_?KEY|CREDENTIAL/i;
const DOTS = '••••••';

/**
 * What the ledger keeps of an attempt's environment. A job's own variables are kept as they were written, so that
 * `${secret:NAME}` stays that; `mask` takes known secrets out of the others, and what is named like one is never kept.
 */
export function keptEnvironment(
  environment: LaunchEnvironment,
  own: Record<string, string>,
  mask: (text: string) => string,
): LaunchEnvironment {
  const kept = (name: string, value: string) => {
    const written = own[name];
    if (written?.includes('${secret:')) return written;
    return SENSITIVE.test(name) && value !== '' ? DOTS : mask(written ?? value);
  };
  const variables = environment.variables.map(({ name, value, from }) => ({ name, value: kept(name, value), from }));
  return { ...environment, variables: variables.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}
