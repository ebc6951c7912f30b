import { type EventName, events, type Reply } from '#contract/api.ts';
import { BelfryError, type ErrorBody } from '#contract/error.ts';
import { checkText } from './bounds.ts';

/** Bytes of one line from a client. Room for a refusal that names the field of a 10 MB value. */
export const LINE_LIMIT = 16 * 1024 * 1024;

export type MessageId = number | string;

/** A line from a client: a request, or the events it wants from now on (an empty list ends them). */
export type ClientMessage =
  | { id: MessageId; name: unknown; input: unknown }
  | { id: MessageId; subscribe: Set<EventName> };

/** A line to a client. `id` is null where the client's line named none. */
export type ServerMessage = ({ id: MessageId | null } & Reply<unknown>) | { event: string; payload: unknown };

/** What a line says, or why it is refused, with the id to refuse it by. */
export type Reading = { ok: true; message: ClientMessage } | { ok: false; id: MessageId | null; error: ErrorBody };

/** Reads one line of a client. */
export function readMessage(line: string): Reading {
  let value: unknown;
  try {
    checkText(line);
    value = JSON.parse(line);
  } catch (error) {
    if (error instanceof BelfryError) return { ok: false, id: null, error: error.toBody() };
    return refuse(null, 'This line is not JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse(null, 'A message is a JSON object.');
  }
  const { id, name, input, subscribe } = ownFields(value);
  if (!isId(id)) return refuse(null, 'A message has an id: a number, or text of at most 100 characters.', 'id');
  if (subscribe === undefined) {
    // JSON has no `undefined`; null is how a client says "nothing".
    return { ok: true, message: { id, name, input: input ?? undefined } };
  }
  if (!Array.isArray(subscribe)) return refuse(id, 'subscribe is a list of event names.', 'subscribe');
  const unknown = subscribe.findIndex((event) => typeof event !== 'string' || !Object.hasOwn(events, event));
  if (unknown !== -1) return refuse(id, 'There is no such event.', `subscribe.${unknown}`);
  return { ok: true, message: { id, subscribe: new Set(subscribe as EventName[]) } };
}

/** Writes a message as one line. A result too large for a string becomes a refusal. */
export function writeMessage(message: ServerMessage): string {
  try {
    return `${JSON.stringify(message)}\n`;
  } catch {
    const id = 'id' in message ? message.id : null;
    const error = new BelfryError('too-large', 'The answer is too large to send.').toBody();
    return `${JSON.stringify({ id, ok: false, error })}\n`;
  }
}

const FIELDS = ['id', 'name', 'input', 'subscribe'] as const;

function ownFields(value: object): { [F in (typeof FIELDS)[number]]?: unknown } {
  return Object.fromEntries(
    FIELDS.filter((field) => Object.hasOwn(value, field)).map((field) => [field, (value as never)[field]]),
  );
}

function isId(id: unknown): id is MessageId {
  return (typeof id === 'number' && Number.isFinite(id)) || (typeof id === 'string' && id.length <= 100);
}

function refuse(id: MessageId | null, message: string, field?: string): Reading {
  return { ok: false, id, error: new BelfryError('invalid', message, field).toBody() };
}
