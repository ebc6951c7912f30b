import { z } from 'zod';
import { instant } from './time.ts';

/** Not a digit first: `${secret:0:4}` is a substring in a shell's own language. */
export const secretName = z
  .string('Name the secret.')
  .max(100, 'The name of a secret has at most 100 characters.')
  .regex(
    /^[A-Za-z_][A-Za-z0-9_.-]*$/,
    'The name of a secret begins with a letter or _, then letters, digits, _ . and -.',
  );

/** Shorter ones cannot be taken out of output without taking out ordinary words. */
export const secretValue = z
  .string('Give the secret.')
  .min(4, 'A secret has at least 4 characters: a shorter one could not be told from ordinary output.')
  .max(16 * 1024, 'A secret has at most 16,384 characters.')
  .regex(/^[^\0]*$/, 'A secret cannot hold a NUL character: no variable could carry it.')
  .regex(/\S/, 'A secret of nothing but spaces is none.');

/** `keystore` = the system's own; `weak` = a key in a file, agreed to; `none` = no key store, nothing agreed to yet. */
export const protection = z.enum(['keystore', 'weak', 'none']);
export type Protection = z.infer<typeof protection>;

/** What is told of a secret; its value never leaves the application. */
export const secret = z.object({
  name: z.string(),
  updatedAt: instant,
  protection: z.enum(['keystore', 'weak']),
  /** False when it cannot be decrypted here: another user, a reinstalled system, a lost key. */
  readable: z.boolean(),
  /** Names of the jobs that use it. */
  usedBy: z.array(z.string()),
});
export type Secret = z.infer<typeof secret>;

export const secretList = z.object({
  protection,
  /** What keeps new secrets, e.g. `gnome_libsecret`, `keychain`, `dpapi`, `basic_text`. */
  backend: z.string(),
  /** Some of them are not opened before somebody unlocks the key store. */
  locked: z.boolean(),
  secrets: z.array(secret),
});
export type SecretList = z.infer<typeof secretList>;

export const secretDraft = z.object({
  name: secretName,
  value: secretValue,
  /** Agrees to a key in a file where there is no key store. */
  allowWeak: z.boolean().default(false),
});

/** What stands for a secret in text; the group is its name. */
const REFERENCE = /\$\{secret:([^}]*)\}/g;
/** One that is well formed, so that a shell's own `${secret:0:4}` passes. */
const WELL_FORMED = /\$\{secret:[A-Za-z_][A-Za-z0-9_.-]*\}/;

/** Puts what `find` gives for a name in the place of every reference. */
export function replaceSecrets(text: string, find: (name: string) => string): string {
  return text.includes('${secret:') ? text.replace(REFERENCE, (_, name: string) => find(name)) : text;
}

/** The names that a value refers to, in all its strings, however deep. */
export function secretNames(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === 'string') {
    if (value.includes('${secret:')) for (const [, name] of value.matchAll(REFERENCE)) found.add(name as string);
  } else if (value !== null && typeof value === 'object')
    for (const inner of Object.values(value)) secretNames(inner, found);
  return found;
}

const TO_ENVIRONMENT =
  'A secret here would show in the list of processes. Put it into the environment of the job, and use the variable.';

type Path = (string | number)[];

/** Every string of a value with the path to it. */
function* strings(value: unknown, path: Path = []): Iterable<{ text: string; path: Path }> {
  if (typeof value === 'string') yield { text: value, path };
  else if (Array.isArray(value)) for (const [at, inner] of value.entries()) yield* strings(inner, [...path, at]);
  else if (value !== null && typeof value === 'object')
    for (const [key, inner] of Object.entries(value)) yield* strings(inner, [...path, key]);
}

/** What is wrong with the secrets a text refers to; null when all is well. */
export function referenceProblem(text: string): string | null {
  for (const name of secretNames(text)) {
    const { error } = secretName.safeParse(name);
    if (error) return `\${secret:${name.slice(0, 100)}}: ${error.issues[0]?.message}`;
  }
  return /\$\{secret:[^}]*$/.test(text) ? `A secret is written \${secret:NAME}; here the } is missing.` : null;
}

/** A check for zod: references are well formed, and stand only in the fields named (all of them, without a list). */
export function checkReferences(value: object, issues: z.core.$ZodRawIssue[], fields?: readonly string[]): void {
  for (const { text, path } of strings(value)) {
    const allowed = fields === undefined || fields.includes(String(path[0]));
    const message = allowed ? referenceProblem(text) : WELL_FORMED.test(text) ? TO_ENVIRONMENT : null;
    if (message !== null) issues.push({ code: 'custom', message, path, input: text });
  }
}
