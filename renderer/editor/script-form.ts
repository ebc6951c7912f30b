import type { ActionOf } from '#contract/action.ts';
import { readLines, writeLines } from './lines.ts';

/** The fields of a script as typed. */
export interface ScriptForm {
  text: string;
  /** One of the interpreters offered, or `other` with its path. */
  interpreter: string;
  path: string;
  /** One argument a line. */
  args: string;
  stopAtFirstError: boolean;
}

export const INTERPRETERS = ['bash', 'sh', 'zsh', 'python', 'node', 'powershell', 'pwsh'] as const;
/** Those that go on after a command that failed unless they are told not to. */
export const canStop = (interpreter: string): boolean => !['python', 'node'].includes(interpreter);

export function scriptForm(action: ActionOf<'script'> | null): ScriptForm {
  const named = action?.interpreter ?? 'bash';
  const isOffered = INTERPRETERS.some((one) => one === named);
  return {
    text: action?.text ?? '',
    interpreter: isOffered ? named : 'other',
    path: isOffered ? '' : named,
    args: writeLines(action?.args ?? []),
    stopAtFirstError: action?.stopAtFirstError ?? true,
  };
}

export function scriptAction({ text, interpreter, path, args, stopAtFirstError }: ScriptForm): ActionOf<'script'> {
  return {
    ...{ kind: 'script', text, stopAtFirstError },
    interpreter: interpreter === 'other' ? path.trim() : interpreter,
    args: readLines(args),
  };
}
