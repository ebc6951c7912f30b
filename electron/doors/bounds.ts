import { BelfryError } from '#contract/error.ts';

const DEPTH_LIMIT = 100;
const VALUE_LIMIT = 200_000;

const deep = (field?: string) => new BelfryError('too-large', 'The input is nested too deeply.', field);
const many = (field?: string) => new BelfryError('too-large', 'The input has too many values.', field);

/**
 * Refuses (`too-large`) input nested deeper than 100 levels or made of more than 200,000 values, before any recursive
 * code sees it. Structured clones can hold cycles and shared parts; both end here too.
 */
export function checkBounds(input: unknown): void {
  let values = 0;
  const visit = (value: unknown, depth: number, field: string | undefined): void => {
    values += 1;
    if (values > VALUE_LIMIT) throw many(field);
    if (!isPlain(value)) return;
    if (depth > DEPTH_LIMIT) throw deep(field);
    // Before the keys are listed: a sparse array says a length of four thousand millions with nothing in it.
    if (Array.isArray(value) && value.length > VALUE_LIMIT) throw many(field);
    for (const key of Object.keys(value)) visit(value[key as never], depth + 1, depth === 0 ? key : field);
  };
  visit(input, 0, undefined);
}

/** The same limits on JSON text: parsing 16 MiB of brackets would take seconds and a gigabyte. */
export function checkText(text: string): void {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text[at]) {
      case '"':
        at = stringEnd(text, at);
        break;
      case '[':
      case '{':
        depth += 1;
        values += 1;
        // One more for the message around the input.
        if (depth > DEPTH_LIMIT + 1) throw deep();
        break;
      case ']':
      case '}':
        depth -= 1;
        break;
      case ',':
        values += 1;
    }
    if (values > VALUE_LIMIT) throw many();
  }
}

function stringEnd(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let first = quote;
    while (text[first - 1] === '\\' && first - 1 > start) first -= 1;
    if ((quote - first) % 2 === 0) return quote;
  }
  return text.length;
}

/** Only these hold other values of JSON; a Map, Date or byte array is refused by its type. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}
