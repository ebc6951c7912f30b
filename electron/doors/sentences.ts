import { z } from 'zod';
import { type BelfryError, invalidInput } from '#contract/error.ts';

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

const ARTICLES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  tuple: 'a list',
  undefined: 'left out',
  null: 'null',
};

/** Says what zod found wrong in a sentence a person can act on. Sentences of the contract itself go before these. */
export function sentence(issue: RawIssue): string | undefined {
  const name = fieldName(issue.path);
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(name, issue.expected, issue.input);
    case 'invalid_value':
      return `${name} must be ${choice(issue.values)}.`;
    case 'invalid_union':
      return Array.isArray(issue.options) && issue.options.length > 0
        ? `${name} must be ${choice(issue.options)}.`
        : `${name} has a form that is not understood.`;
    case 'too_big':
      return `${name} must be at most ${amount(issue.maximum, issue.origin)}.`;
    case 'too_small':
      return `${name} must be at least ${amount(issue.minimum, issue.origin)}.`;
    case 'unrecognized_keys':
      return `${name} has an unknown field: ${issue.keys?.[0]}.`;
    default:
      return `${name} is not valid.`;
  }
}

/** Turns the first problem into a refusal; looks into unions and keys, so that it names the field truly at fault. */
export function refusal(error: z.ZodError): BelfryError {
  const first = error.issues[0];
  return invalidInput(first ? new z.ZodError([atFault(first)]) : error);
}

function atFault(issue: Issue): Issue {
  if (issue.code === 'invalid_key') {
    const inner = issue.issues[0];
    return inner ? { ...issue, message: inner.message } : issue;
  }
  if (issue.code !== 'invalid_union') return issue;
  // The branch that got furthest is the one that was meant.
  const deepest = issue.errors
    .map((branch) => branch[0])
    .filter((inner) => inner !== undefined)
    .sort((a, b) => b.path.length - a.path.length)[0];
  return deepest && deepest.path.length > 0
    ? atFault({ ...deepest, path: [...issue.path, ...deepest.path] } as Issue)
    : issue;
}

function wrongType(name: string, expected: string, input: unknown): string {
  const wanted = ARTICLES[expected] ?? expected;
  if (input === undefined) return `${name} is missing; it must be ${wanted}.`;
  return expected === 'undefined' ? `${name} must be left out.` : `${name} must be ${wanted}.`;
}

function fieldName(path: PropertyKey[] | undefined): string {
  const name = path?.map(String).join('.');
  return name ? name.slice(0, 200) : 'The input';
}

function choice(values: readonly unknown[]): string {
  const words = values.map(String);
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${words.at(-1)}` : String(words[0]);
}

function amount(limit: number | bigint, origin: string): string {
  if (origin === 'string') return `${limit} characters long`;
  return origin === 'array' || origin === 'set' ? `${limit} entries long` : String(limit);
}
