import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { BelfryError } from '#contract/error.ts';
import { secretName } from '#contract/secret.ts';
import { instant } from '#contract/time.ts';
import { writeWhole } from './files.ts';

const entry = z.object({
  updatedAt: instant,
  protection: z.enum(['keystore', 'weak']),
  /** Base64 of what the key store made of name and value. */
  sealed: z.string(),
});
export type SecretEntry = z.infer<typeof entry>;

const content = z.object({ version: z.literal(1), secrets: z.record(secretName, entry) });
export type SecretEntries = Record<string, SecretEntry>;

/** What is kept, by name; nothing where there is no file. @throws BelfryError `unavailable` when it cannot be read */
export async function readSecretFile(file: string): Promise<SecretEntries> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw unusable(file, (error as Error).message);
  }
  try {
    return content.parse(JSON.parse(text)).secrets;
  } catch {
    throw unusable(file, 'it is not what Belfry wrote');
  }
}

/** Keeps these in the place of all that was kept. */
export const writeSecretFile = (file: string, secrets: SecretEntries): Promise<void> =>
  writeWhole(file, `${JSON.stringify({ version: 1, secrets }, null, 2)}\n`);

const unusable = (file: string, cause: string) =>
  new BelfryError(
    'unavailable',
    `The secrets in ${file} cannot be read (${cause}). Move the file away, and set them again.`,
  );
