import { z } from 'zod';
import { mailAddress, oneLine } from './mail.ts';
import { pattern } from './policy.ts';
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
    // All of it may be a secret.
    .regex(new RegExp(`^((${schemes})://|\\$\\{secret:).`), `Write the address as ${example}.`);

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

const HEADER_LIMIT = 8 * 1024;
/** Headers that describe the connection, which Belfry makes itself. */
const OWN_HEADERS = [
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

const httpMethod = z
  .string()
  .max(20)
  .regex(/^[A-Z]+$/, 'Give a method in capitals, such as GET or POST.')
  .refine((method) => !['CONNECT', 'TRACE'].includes(method), { error: 'This method cannot be sent.' });

const httpUrl = z
  .string()
  .trim()
  .max(8192, 'An address has at most 8,192 characters.')
  .refine(isUrl, { error: 'Give an address that starts with http:// or https://.' });

/** A secret may stand anywhere in it, or be all of it. */
function isUrl(text: string): boolean {
  const filled = text.replace(/^\$\{secret:[^}]*\}/, 'http://secret').replace(/\$\{secret:[^}]*\}/g, '1');
  return /^https?:\/\/[^/]/i.test(filled) && URL.canParse(filled);
}

const httpHeaders = z
  .record(
    z
      .string()
      .max(200)
      .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'A header name has letters, digits and - only.')
      .refine((name) => !OWN_HEADERS.includes(name.toLowerCase()), { error: 'Belfry sets this header itself.' }),
    z
      .string()
      .max(HEADER_LIMIT, 'A header is at most 8 KiB.')
      .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'A header is one line of Latin letters.'),
  )
  .refine((headers) => Object.keys(headers).length <= 100, { error: 'A request has at most 100 headers.' })
  .refine((headers) => !hasTwins(Object.keys(headers)), { error: 'A header is there twice.' });

const hasTwins = (names: string[]) => new Set(names.map((name) => name.toLowerCase())).size < names.length;

/** `2xx`, `204` or `200-299`. */
const statusRule = z
  .string()
  .regex(/^([1-5]xx|[1-5]\d\d|[1-5]\d\d-[1-5]\d\d)$/, 'Give an answer to expect as 2xx, 204 or 200-299.')
  .refine((rule) => !rule.includes('-') || rule.slice(0, 3) <= rule.slice(4), {
    error: 'Give the lower status first, as in 200-299.',
  });

const httpAction = z.object({
  kind: z.literal('http'),
  method: httpMethod.default('GET'),
  url: httpUrl,
  headers: httpHeaders.default({}),
  body: z
    .string()
    .max(1024 * 1024, 'A body is at most 1 MiB.')
    .nullable()
    .default(null),
  /** The answers that count as success. */
  expectStatus: z.array(statusRule).min(1, 'Name at least one answer to expect.').max(50).default(['2xx']),
  /** What the body must match, looked for in its first MiB. */
  mustMatch: pattern.nullable().default(null),
  followRedirects: z.boolean().default(true),
  verifyTls: z.boolean().default(true),
});

const emailAction = z
  .object({
    kind: z.literal('email'),
    to: z.array(mailAddress).max(100, 'A mail has at most 100 recipients in each field.').default([]),
    cc: z.array(mailAddress).max(100).default([]),
    bcc: z.array(mailAddress).max(100).default([]),
    subject: oneLine.max(998, 'A subject has at most 998 characters.').default(''),
    text: z
      .string()
      .max(1024 * 1024, 'The text is at most 1 MiB.')
      .default(''),
    /** Paths, read when the mail is sent; relative ones from the working directory. */
    attachments: z.array(z.string().min(1, 'Name the file to attach.').max(4096)).max(100).default([]),
  })
  .refine(({ to, cc, bcc }) => to.length + cc.length + bcc.length > 0, {
    error: 'Say whom to write to.',
    path: ['to'],
  });

export const action = z.discriminatedUnion('kind', [
  commandAction,
  scriptAction,
  httpAction,
  emailAction,
  sqlAction,
  functionAction,
]);
export type Action = z.infer<typeof action>;
export type ActionKind = Action['kind'];
export type ActionOf<K extends ActionKind> = Extract<Action, { kind: K }>;

/** Fields of each kind in which `${secret:NAME}` is the secret; nowhere else. Not those that a list of processes shows. */
export const SECRET_FIELDS: { readonly [K in ActionKind]: readonly (keyof ActionOf<K>)[] } = {
  command: [],
  script: [],
  http: ['url', 'headers', 'body'],
  email: [],
  sql: ['database'],
  function: ['args'],
};

/** An action as a person gives it: what is stored already is not asked again where its secrets stand. */
export const actionDraft = action.check(({ value, issues }) =>
  checkReferences(value, issues, SECRET_FIELDS[value.kind]),
);
