import { z } from 'zod';
import { checkReferences } from './secret.ts';

const TEXT_LIMIT = 64 * 1024;
const argument = z.string().max(TEXT_LIMIT);

/** JSON as data, depth-limited by the size limit of the doors. */
export const json: z.ZodType<Json> = z.json();
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const commandAction = z.object({
  kind: z.literal('command'),
  /** A line for the user's shell, or a program started without a shell. */
  run: z.discriminatedUnion('by', [
    z.object({
      by: z.literal('shell'),
      line: z.string().max(TEXT_LIMIT, 'A command line is at most 64 KiB.').regex(/\S/, 'Give a command.'),
    }),
    z.object({
      by: z.literal('program'),
      program: z.string().max(4096).regex(/\S/, 'Name the program to start.'),
      args: z.array(argument).max(1000).default([]),
    }),
  ]),
});

const functionAction = z.object({
  kind: z.literal('function'),
  /** Path of a JavaScript module inside the jobs folder, e.g. `samples.mjs`. */
  module: z
    .string()
    .max(500)
    .regex(/\.(mjs|cjs|js)$/, 'Name a .mjs, .cjs or .js module in the jobs folder.')
    .refine((path) => !/^([/\\]|[A-Za-z]:)/.test(path) && !path.split(/[/\\]/).includes('..'), {
      error: 'The module must lie inside the jobs folder.',
    }),
  export: z
    .string()
    .max(200)
    .regex(/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u, 'Name an exported function.'),
  /** Passed to the function in order. */
  args: z.array(json).max(100).default([]),
});

export const action = z.discriminatedUnion('kind', [commandAction, functionAction]);
export type Action = z.infer<typeof action>;
export type ActionKind = Action['kind'];
export type ActionOf<K extends ActionKind> = Extract<Action, { kind: K }>;

/** Fields of each kind in which `${secret:NAME}` is the secret; nowhere else. Not those that a list of processes shows. */
export const SECRET_FIELDS: { readonly [K in ActionKind]: readonly (keyof ActionOf<K>)[] } = {
  command: [],
  function: ['args'],
};

/** An action as a person gives it: what is stored already is not asked again where its secrets stand. */
export const actionDraft = action.check(({ value, issues }) =>
  checkReferences(value, issues, SECRET_FIELDS[value.kind]),
);
