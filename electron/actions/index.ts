import type { Action } from '#contract/action.ts';
import type { ActionContext, ActionHandle, Actions, Executor } from '#core/ports.ts';
import { createCommand } from './command.ts';
import { createFunction } from './function.ts';
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
}

/** Starts actions of every kind; the compiler asks for an entry when the contract gains one. */
export function createExecutor(options: ExecutorOptions): Executor {
  const actions: Actions = {
    command: createCommand(options),
    script: createScript(options),
    sql: createSql(options),
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
    case 'function':
      return actions.function(action, context);
  }
}
