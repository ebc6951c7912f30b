import type { Command } from 'commander';
import { BelfryError } from '#contract/error.ts';
import { type SecretList, secretName } from '#contract/secret.ts';
import { canAsk, confirm, readHidden } from './ask.ts';
import { UsageError } from './failure.ts';
import { addCommand, type Session } from './session.ts';
import { plain, table } from './table.ts';
import { iso, localTime } from './times.ts';

/** `secret ls`, `secret set`, `secret unlock` and `secret rm`. */
export function addSecretCommands(program: Command): void {
  const group = program.command('secret').description(`what jobs may use as \${secret:NAME} and nobody may see`);
  addCommand(group, 'ls', 'all secrets by name; their values are never shown', async (session) => {
    const list = await (await session.client()).request('secrets.list');
    session.print(listShape(list), () => listText(list));
    return undefined;
  });

  addCommand<[string, { allowWeak?: boolean }]>(
    group,
    'set <name>',
    'store a secret; its value is read from a pipe, or asked for',
    async (session, name, { allowWeak = false }) => {
      checkName(name);
      // Before the value: who cannot be helped need not type it.
      const client = await session.client();
      const value = await readHidden(`Value of ${name}`);
      const request = (weak: boolean) => client.request('secrets.set', { name, value, allowWeak: weak });
      const list = await request(allowWeak).catch(async (error: unknown) => {
        const mayAsk = error instanceof BelfryError && error.field === 'allowWeak' && canAsk();
        if (!mayAsk) throw withAdvice(error);
        process.stderr.write(`${error.message}\n`);
        if (await confirm('Keep it this way?')) return request(true);
        throw new UsageError('Nothing was stored.');
      });
      return printOne(session, list, name, `Stored the secret ${name}.`);
    },
  ).option('--allow-weak', 'where there is no key store, keep secrets with a key in a file');

  addCommand(group, 'unlock', 'have the system ask for the password of a locked key store', async (session) => {
    const list = await (await session.client()).request('secrets.unlock');
    session.print(listShape(list), () => 'The key store is unlocked.');
    return undefined;
  });

  addCommand<[string, { yes?: boolean }]>(group, 'rm <name>', 'forget a secret', async (session, name, { yes }) => {
    checkName(name);
    const client = await session.client();
    const { secrets } = await client.request('secrets.list');
    const usedBy = secrets.find((secret) => secret.name === name)?.usedBy ?? [];
    if (usedBy.length > 0 && !yes) await agree(name, usedBy);
    const list = await client.request('secrets.remove', { name });
    session.print(listShape(list), () => `Removed the secret ${name}.`);
    return undefined;
  }).option('--yes', 'also when jobs use it');
}

function checkName(name: string): void {
  const { error } = secretName.safeParse(name);
  if (error) throw new UsageError(error.issues[0]?.message ?? '', 'name');
}

async function agree(name: string, usedBy: string[]): Promise<void> {
  const warning = `${name} is used by ${usedBy.map((job) => `“${plain(job)}”`).join(', ')}; without it they fail.`;
  if (!canAsk()) throw new UsageError(`${warning} Say --yes to remove it all the same.`, 'yes');
  process.stderr.write(`${warning}\n`);
  if (!(await confirm('Remove it?'))) throw new UsageError('Nothing was removed.');
}

function withAdvice(error: unknown): unknown {
  if (!(error instanceof BelfryError) || error.field !== 'allowWeak') return error;
  return new BelfryError(error.code, `${error.message} Say --allow-weak to agree.`, error.field);
}

function listShape({ secrets, ...how }: SecretList) {
  return { ...how, secrets: secrets.map((secret) => ({ ...secret, updatedAt: iso(secret.updatedAt) })) };
}

function printOne(session: Session, list: SecretList, name: string, said: string): undefined {
  const shape = listShape(list);
  session.print({ ...shape, secrets: shape.secrets.filter((secret) => secret.name === name) }, () => said);
}

function listText({ protection, backend, locked, secrets }: SecretList): string {
  const kept = locked
    ? `Kept by the system's key store (${backend}), which is locked: belfry secret unlock.`
    : {
        keystore: `Kept by the system's key store (${backend}).`,
        weak: 'No key store here: kept with a key in a file, which any program of yours can read.',
        none: 'No key store here: the first secret asks before it is kept with a key in a file.',
      }[protection];
  if (secrets.length === 0) return `No secrets. ${kept}`;
  const rows = secrets.map(({ name, updatedAt, readable, usedBy }) => [
    name,
    localTime(updatedAt),
    readable ? '' : locked ? 'cannot be read before it is unlocked' : 'cannot be read, set it again',
    usedBy.join(', '),
  ]);
  return `${table(['NAME', 'SET', '', 'USED BY'], rows)}\n${kept}`;
}
