import type { Action, ActionKind, ActionOf } from '#contract/action.ts';
import type { LaunchEnvironment, OutputStream } from '#contract/run.ts';
import type { ProcessMark } from './processes.ts';

/** How an attempt ended by itself; `error` is one sentence, null when all went well. */
export interface Outcome {
  exitCode: number | null;
  signal: string | null;
  error: string | null;
}

export interface ActionContext {
  runId: number;
  attempt: number;
  environment: Record<string, string>;
  /** null = the user's home folder. */
  workingDirectory: string | null;
  output(stream: OutputStream, bytes: Uint8Array): void;
  /** Non-null while the store cannot follow: who can make the job wait stops reading until it resolves. */
  backlog?(): Promise<void> | null;
}

/** An action under way. `done` never rejects. */
export interface ActionHandle {
  readonly process: ProcessMark | null;
  readonly done: Promise<Outcome>;
  /** What its process was started with; absent where it has none. */
  readonly environment?: LaunchEnvironment;
  /** Asks the whole process tree to end. */
  stop(): void;
  /** Ends the whole process tree by force. */
  kill(): void;
}

/** Starts one kind of action. Never throws: what cannot start resolves to an Outcome with an error. */
export type StartAction<K extends ActionKind> = (action: ActionOf<K>, context: ActionContext) => ActionHandle;

export type Actions = { [K in ActionKind]: StartAction<K> };

export type Executor = (action: Action, context: ActionContext) => ActionHandle;
