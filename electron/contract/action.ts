import { z } from 'zod';

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

/** Several lines for an interpreter, which gets them as a file. */
const scriptAction = z.object({
  kind: z.literal('script'),
  text: z.string().max(TEXT_LIMIT, 'A script has at most 64 KiB.').regex(/\S/, 'Write the script.'),
  /** A name to be found on the PATH, such as `bash` or `python`, or a path. */
  interpreter: z
    .string()
    .trim()
    .min(1, 'Name the program that runs the script, such as bash.')
    .max(4096)
    .regex(/^[^\0]*$/, 'A program has no NUL in its name.'),
  args: z.array(argument).max(1000).default([]),
  /** For shells, whose scripts go on after a command that failed unless they are told not to. */
  stopAtFirstError: z.boolean().default(true),
});

const databaseUrl = (schemes: string, example: string) =>
  z
    .string()
    .max(4096)
    .regex(new RegExp(`^(${schemes})://.`), `Write the address as ${example}.`);

export const database = z.discriminatedUnion('engine', [
  z.object({
    engine: z.literal('sqlite'),
    /** Path, from the working directory on; `~` is the home folder. */
    file: z.string().max(4096).regex(/\S/, 'Name the database file.'),
    /** Make the file when it is not there. */
    create: z.boolean().default(false),
  }),
  z.object({
    engine: z.literal('postgres'),
    url: databaseUrl('postgres|postgresql', 'postgres://user@localhost/database'),
  }),
  z.object({ engine: z.literal('mysql'), url: databaseUrl('mysql|mariadb', 'mysql://user@localhost/database') }),
]);
export type Database = z.infer<typeof database>;

/** An address as it may be shown: `postgres://user:••••@host/name`. */
export const withoutPassword = (url: string): string => url.replace(/^(\w+:\/\/[^/@:]*:)[^@/]*(?=@)/, '$1••••');

const sqlAction = z.object({
  kind: z.literal('sql'),
  database,
  /** One or more statements, run in order up to the first that fails. */
  statements: z.string().max(TEXT_LIMIT, 'Statements have at most 64 KiB.').regex(/\S/, 'Write a statement.'),
});

const functionAction = z.object({
  kind: z.literal('function'),
  /** Path of a JavaScript or TypeScript module inside the jobs folder, e.g. `samples.mjs`. */
  module: z
    .string()
    .max(500)
    .regex(/\.[mc]?[jt]s$/, 'Name a .mjs, .cjs, .js, .mts, .cts or .ts module in the jobs folder.')
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

export const action = z.discriminatedUnion('kind', [commandAction, scriptAction, sqlAction, functionAction]);
export type Action = z.infer<typeof action>;
export type ActionKind = Action['kind'];
export type ActionOf<K extends ActionKind> = Extract<Action, { kind: K }>;
