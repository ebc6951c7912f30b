import type { z } from 'zod';
import { type Handlers, type Reply, type RequestName, requests } from '#contract/api.ts';
import { BelfryError } from '#contract/error.ts';
import { checkBounds } from './bounds.ts';
import { refusal, sentence } from './sentences.ts';

/** Answers one request; never throws or rejects. */
export type Dispatch = (name: unknown, input: unknown) => Promise<Reply<unknown>>;

/**
 * Serves the whole map of the contract: checks, parses, then asks the handler. What is a defect goes to `log`; `mask` takes
 * secrets out of refusals, which may repeat what a server answered.
 */
export function createDispatch(
  handlers: Handlers,
  log: (error: unknown) => void = () => {},
  mask: (said: string) => string = (said) => said,
): Dispatch {
  return async (name, input) => {
    try {
      if (!isRequestName(name)) {
        throw new BelfryError('invalid', `There is no request ${quoted(name)}.`, 'name');
      }
      const handle = handlers[name] as (input: unknown) => unknown;
      return { ok: true, result: await handle(parse(requests[name].input, input)) };
    } catch (error) {
      const body = failureBody(error, log);
      return { ok: false, error: { ...body, message: mask(body.message) } };
    }
  };
}

/** What a failure looks like from outside: a refusal in its own words, a defect in one sentence without its stack. */
export function failureBody(error: unknown, log: (error: unknown) => void) {
  if (error instanceof BelfryError) return error.toBody();
  try {
    log(error);
  } catch {
    // A log that fails must not take the answer with it.
  }
  return new BelfryError('internal', 'Something went wrong inside Belfry; its log says more.').toBody();
}

function parse(schema: z.ZodType, input: unknown): unknown {
  checkBounds(input);
  const parsed = schema.safeParse(input, { error: sentence });
  if (!parsed.success) throw refusal(parsed.error);
  return parsed.data;
}

function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && Object.hasOwn(requests, name);
}

function quoted(name: unknown): string {
  return typeof name === 'string' ? `“${name.slice(0, 100)}”` : 'without a name';
}
