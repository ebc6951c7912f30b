import type { Action } from '#contract/action.ts';
import { BelfryError } from '#contract/error.ts';
import type { MailAccount } from '#contract/mail.ts';
import type { LaunchEnvironment } from '#contract/run.ts';
import type { ActionContext, ActionHandle, Actions, Executor, Outcome, Secrets } from '#core/ports.ts';
import { over } from './child-environment.ts';
import { createCommand } from './command.ts';
import { createEmail } from './email.ts';
import { createFunction } from './function.ts';
import { createHttp } from './http.ts';
import { neverStarted } from './process.ts';
import { createScript } from './script.ts';
import { reveal } from './secrets.ts';
import { createSql } from './sql.ts';

export interface ExecutorOptions {
  /** Where modules of function jobs lie, and packages for them, scripts and databases. */
  jobsFolder: string;
  /** Path of function-host.mjs. */
  functionHost: string;
  /** Path of the built sql-host. */
  sqlHost: string;
  /** An executable that runs JavaScript: Node, or Electron as Node. */
  nodePath: string;
  /** Runs command lines; without it the user's own, as the environment names it. */
  shell?: string;
  /** Working directory of jobs that name none. */
  homeFolder: string;
  /** The user's environment, as a terminal has it. */
  baseEnvironment: () => Record<string, string>;
  /** Variables of all jobs, under each one's own; secrets are named in them as there. */
  sharedVariables?: () => Record<string, string>;
  /** Where mail is handed over; absent or null = none is set up. */
  mailAccount?: () => MailAccount | null;
  secrets: Secrets;
}

/**
 * Starts actions of every kind; the compiler asks for an entry when the contract gains one. Secrets go in here, and
 * nothing that comes back, printed or said, holds one.
 */
export function createExecutor(options: ExecutorOptions): Executor {
  const actions: Actions = {
    command: createCommand(options),
    script: createScript(options),
    sql: createSql(options),
    http: createHttp(options),
    email: createEmail(options),
    function: createFunction(options),
  };
  return (action, context) => {
    const shared = options.sharedVariables?.() ?? {};
    // Mostly there are none: thousands of bells in one second copy nothing.
    const written = Object.keys(shared).length > 0 ? over(shared, context.environment) : context.environment;
    try {
      return masked(options.secrets, context, (masking) => {
        const { action: revealed, environment } = reveal(action, written, options.secrets);
        return start(actions, revealed, { ...masking, environment });
      });
    } catch (error) {
      if (!(error instanceof BelfryError)) throw error;
      return neverStarted(error.message);
    }
  };
}

function start(actions: Actions, action: Action, context: ActionContext): ActionHandle {
  switch (action.kind) {
    case 'command':
      return actions.command(action, context);
    case 'script':
      return actions.script(action, context);
    case 'sql':
      return actions.sql(action, context);
    case 'http':
      return actions.http(action, context);
    case 'email':
      return actions.email(action, context);
    case 'function':
      return actions.function(action, context);
  }
}

function masked(
  secrets: Secrets,
  context: ActionContext,
  begin: (masking: ActionContext) => ActionHandle,
): ActionHandle {
  const masker = secrets.masker((stream, bytes) => context.output(stream, bytes));
  const handle = begin({
    ...context,
    output: (stream, bytes) => masker.write(stream, bytes),
    backlog: () => context.backlog?.() ?? null,
  });
  const end = (outcome: Outcome): Outcome => {
    masker.end();
    return { ...outcome, error: outcome.error === null ? null : masker.text(outcome.error) };
  };
  return {
    process: handle.process,
    ...(handle.environment && {
      environment: shown(handle.environment, context.environment, (text) => masker.text(text)),
    }),
    done: handle.done.then(end),
    stop: () => handle.stop(),
    kill: () => handle.kill(),
  };
}

/** What may be shown of an environment. What a job set without having it itself is of all jobs. */
function shown(
  environment: LaunchEnvironment,
  own: ActionContext['environment'],
  mask: (text: string) => string,
): LaunchEnvironment {
  const variables = environment.variables.map(({ name, value, from }) => ({
    ...{ name, value: mask(value) },
    from: from === 'job' && !Object.hasOwn(own, name) ? ('settings' as const) : from,
  }));
  return { ...environment, variables };
}
