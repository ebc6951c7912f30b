import { CommanderError } from 'commander';
import { BelfryError } from '#contract/error.ts';
import { NotRunningError } from '#doors/client.ts';
import { plain } from './table.ts';

export const FAILED = 1;
export const WRONG_USAGE = 2;
export const NOT_RUNNING = 3;

/** The command line itself cannot be understood; `field` names the option. */
export class UsageError extends BelfryError {
  constructor(message: string, field?: string) {
    super('invalid', message, field);
    this.name = 'UsageError';
  }
}

/** Says on stderr what went wrong, as one sentence or as JSON; returns the exit code. */
export function report(thrown: unknown, json: boolean): number {
  const error = thrown instanceof CommanderError ? fromCommander(thrown) : thrown;
  const body =
    error instanceof BelfryError
      ? error.toBody()
      : new BelfryError('internal', error instanceof Error ? error.message : String(error)).toBody();
  if (json) process.stderr.write(`${JSON.stringify({ error: body })}\n`);
  else {
    // The option or field at fault, where the sentence does not say it itself.
    const place = body.code === 'invalid' && body.field && !body.message.includes(body.field) ? ` (${body.field})` : '';
    process.stderr.write(`belfry: ${plain(body.message + place)}\n`);
  }
  if (error instanceof NotRunningError) return NOT_RUNNING;
  return error instanceof UsageError ? WRONG_USAGE : FAILED;
}

function fromCommander({ message }: CommanderError): UsageError {
  const text = message
    .replace(/^error: /, '')
    .replace(/\s+/g, ' ')
    .trim();
  const option = /option '(?:-\w, )?--([\w-]+)/.exec(text)?.[1];
  return new UsageError(`${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?)]$/.test(text) ? '' : '.'}`, option);
}
