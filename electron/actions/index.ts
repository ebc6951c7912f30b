import type { Action } from '#contract/action.ts';
import type { MailAccount } from '#contract/mail.ts';
import type { ActionContext, ActionHandle, Actions, Executor } from '#core/ports.ts';
import { createCommand } from './command.ts';
import { createEmail } from './email.ts';
import { createFunction } from './function.ts';
import { createHttp } from './http.ts';
import { createScript } from './script.ts';
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
  /** Where mail is handed over; absent or null = none is set up. */
  mailAccount?: () => MailAccount | null;
}

/** Starts actions of every kind; the compiler asks for an entry when the contract gains one. */
export function createExecutor(options: ExecutorOptions): Executor {
  const actions: Actions = {
    command: createCommand(options),
    script: createScript(options),
    sql: createSql(options),
    http: createHttp(options),
    email: createEmail(options),
    function: createFunction(options),
  };
  return (action, context) => start(actions, action, context);
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
