import { constants as system } from 'node:os';
import type { ActionContext, Outcome } from '#core/ports.ts';
import { commandNotFound } from './sentences.ts';

/** Enough of stderr (bytes) for the line in which a shell says what it did not find. */
const TAIL = 4096;
/** A command's name is no longer than a person would write it; what is longer is something else. */
const LONGEST_NAME = 200;

/**
 * Follows what a shell says, so as to name what it did not find or could not run: `context` to start it with, `judge`
 * for its end. A shell's codes are those of POSIX Shell, 2.8.2; 9009 is cmd.exe's.
 */
export function overhear(context: ActionContext, environment: Record<string, string>) {
  let tail = Buffer.alloc(0);
  return {
    context: {
      ...context,
      output: (stream, bytes) => {
        if (stream === 'stderr') tail = Buffer.concat([tail, bytes.subarray(-TAIL)]).subarray(-TAIL);
        context.output(stream, bytes);
      },
    } satisfies ActionContext,
    judge: (outcome: Outcome): Outcome => ({
      ...outcome,
      error: shellEnding(outcome.exitCode, environment, tail.toString()) ?? outcome.error,
    }),
  };
}

/** What the exit code of a shell means; null for codes that are the command's own. */
function shellEnding(exitCode: number | null, environment: Record<string, string>, said: string): string | null {
  const windows = process.platform === 'win32';
  if (exitCode === (windows ? 9009 : 127)) return commandNotFound(namedIn(said), environment);
  if (windows) return null;
  if (exitCode === 126) return `${namedIn(said) ?? 'A command'} may not be executed. Check its permissions.`;
  const signal = Object.entries(system.signals).find(([, number]) => 128 + number === exitCode)?.[0];
  return signal === undefined ? null : `Exit code ${exitCode}: a command was ended by signal ${signal}.`;
}

/** How shells name a command they did not find or may not run. The first two hold in every language but English too. */
const COMPLAINTS = [
  /^.+?: (?:\S+ )?\d+: (.+): [^:]+$/, // bash: line 1: X: command not found; sh: 1: X: not found
  /^\S*sh(?:\[\d+\])?: (.+): [^:]+$/, // ksh, busybox: sh: X: not found
  /^.+?:\d+: [^:]+: (.+)$/, // zsh:1: command not found: X
  /^'(.+)' is not recognized /, // cmd.exe
];
/** Comes before the line of the script, which may look like a complaint itself. */
const FISH = /^fish: Unknown command(?:: |\. ')(.+?)(?:' exists.*)?$/;

/** The command in the last complaint of a shell; null where there is none. */
function namedIn(said: string): string | null {
  const lines = said.split(/\r?\n/).reverse();
  for (const line of [...lines.filter((one) => FISH.test(one)), ...lines]) {
    for (const complaint of [FISH, ...COMPLAINTS]) {
      const name = complaint.exec(line)?.[1];
      if (name !== undefined && name.length <= LONGEST_NAME) return name;
    }
  }
  return null;
}
