import type { ZodError } from 'zod';

/** Every way a request can be refused. A door answers with one of these, never with a stack trace. */
export type ErrorCode =
  | 'invalid' // the input breaks a rule of the contract; `field` names where
  | 'never-rings' // the schedule is well formed but no instant ever matches it
  | 'not-found' // the job, run or module named does not exist
  | 'conflict' // it would clash with what is there (a name already taken, a run already finished)
  | 'refused' // the overlap policy or the state of the application does not allow it now
  | 'too-large' // a message or value beyond the stated limit
  | 'forbidden' // the sender may not ask this
  | 'unavailable' // something outside failed: disk full, store newer than this version
  | 'internal'; // a defect of Belfry

export interface ErrorBody {
  code: ErrorCode;
  /** One sentence a person can act on. */
  message: string;
  /** Path of the field at fault, e.g. `triggers.0.expression`. */
  field?: string | undefined;
}

/** The one error type that crosses rooms and doors. */
export class BelfryError extends Error {
  readonly code: ErrorCode;
  readonly field: string | undefined;

  constructor(code: ErrorCode, message: string, field?: string) {
    super(message);
    this.name = 'BelfryError';
    this.code = code;
    this.field = field;
  }

  toBody(): ErrorBody {
    const { code, message, field } = this;
    return field === undefined ? { code, message } : { code, message, field };
  }
}

/** Turns the first problem zod found into a refusal that names its field. */
export function invalidInput(error: ZodError): BelfryError {
  const issue = error.issues[0];
  const field = issue?.path.join('.') || undefined;
  return new BelfryError('invalid', issue?.message ?? 'The input is not valid.', field);
}
