import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { command, type Running, start, waitFor } from './belfry.ts';
import { hasKeyRing, openKeyRing } from './key-ring.ts';

const VALUE = 'Zq7-corect-h0rse/battery';
const DOTS = '••••••';
/** What Chromium does without a key ring, wherever this test runs. */
const NO_RING = ['--password-store=basic'];
const RING = ['--password-store=gnome-libsecret'];

let belfry: Running | undefined;
afterEach(async () => {
  await belfry?.close();
  belfry = undefined;
});

interface List {
  protection: string;
  backend: string;
  locked: boolean;
  secrets: { name: string; readable: boolean; usedBy: string[] }[];
}

async function addJobThatPrints(running: Running): Promise<void> {
  const line = 'echo "out $PW"; echo "err $PW" >&2; printf %s "${PW:0:5}"; sleep 0.2; echo "${PW:5}"; exit 3';
  const added = await running.belfry('add', '--name', 'shop', '--env', 'PW=${secret:shop-db}', '--command', line);
  expect(added.code, added.stderr).toBe(0);
}

/** Runs it and returns what the ledger has of it. */
async function printed(running: Running): Promise<string> {
  expect((await running.belfry('run', 'shop', '--wait')).code).toBe(1);
  const [run] = await running.json<{ id: number }[]>('history', '--job', 'shop');
  const logs = await running.belfry('logs', String(run?.id));
  return logs.stdout + logs.stderr;
}

function holders(folder: string, needle: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(needle));
}

describe('secrets without a key ring', () => {
  it('are asked for, kept with a key, and stand nowhere after a run that prints them', async () => {
    belfry = await start({ switches: NO_RING });
    await addJobThatPrints(belfry);
    const page = await belfry.window();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'Secrets' }).click();
    await page.getByText('There is no key store here', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Add a secret' }).click();
    await page.getByRole('textbox', { name: 'Name of the secret' }).fill('shop-db');
    await page.getByRole('textbox', { name: 'Value' }).fill(VALUE);
    await page.getByRole('button', { name: 'Store', exact: true }).click();
    await page.getByRole('dialog', { name: 'Keep secrets without a key store?' }).waitFor();
    await page.getByRole('button', { name: 'Keep them this way' }).click();
    await page.getByText('used by shop', { exact: false }).waitFor();
    const text = await printed(belfry);
    expect(text).toContain(`out ${DOTS}`);
    expect(text).toContain(`err ${DOTS}`);
    expect(text).not.toContain(VALUE);
    const { data } = belfry;
    expect(statSync(join(data, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(await page.content()).not.toContain(VALUE);
    expect(belfry.printed()).not.toContain(VALUE);
    await waitFor(() => holders(data, 'shop-db').length > 0);
    expect(holders(data, VALUE)).toEqual([]);
    await belfry.close();
    belfry = undefined;
    expect(holders(data, VALUE)).toEqual([]);
  });

  it('are set from a pipe, refused without consent, and asked about before they go', async () => {
    belfry = await start({ hidden: true, switches: NO_RING });
    await addJobThatPrints(belfry);
    const { data } = belfry;
    const missing = await printed(belfry);
    expect(missing).toBe('');
    const [run] = await belfry.json<{ error: string }[]>('history', '--job', 'shop');
    expect(run?.error).toBe('There is no secret shop-db. Add it in Settings, Secrets.');
    const refused = await command(data, ['secret', 'set', 'shop-db'], `${VALUE}\n`);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('Say --allow-weak to agree') });
    const stored = await command(data, ['secret', 'set', 'shop-db', '--allow-weak'], `${VALUE}\n`);
    expect(stored).toMatchObject({ code: 0, stdout: 'Stored the secret shop-db.\n' });
    expect(await printed(belfry)).toContain(`out ${DOTS}`);
    expect(await belfry.json<List>('secret', 'ls')).toMatchObject({
      protection: 'weak',
      secrets: [{ usedBy: ['shop'] }],
    });
    expect((await belfry.belfry('secret', 'rm', 'shop-db')).stderr).toContain('used by “shop”');
    expect((await belfry.belfry('secret', 'rm', 'shop-db', '--yes')).code).toBe(0);
    expect((await belfry.json<List>('secret', 'ls')).secrets).toEqual([]);
    const inLine = await belfry.belfry('add', '--name', 'bad', '--command', 'curl -u ${secret:shop-db}');
    expect(inLine).toMatchObject({ code: 1, stderr: expect.stringContaining('Put it into the environment') });
  });

  it('are offered in the editor, which says when one is not there yet', async () => {
    belfry = await start({ switches: NO_RING });
    await command(belfry.data, ['secret', 'set', 'shop-db', '--allow-weak'], VALUE);
    const page = await belfry.window();
    await page.getByRole('button', { name: 'New job' }).first().click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Dump');
    await page.getByRole('textbox', { name: 'Command' }).fill('true');
    await page.getByRole('button', { name: 'Add a variable' }).click();
    await page.getByRole('textbox', { name: 'Variable' }).fill('PW');
    await page.getByRole('textbox', { name: 'Value PW' }).fill('${secret:later} x');
    await page.getByText('There is no secret later yet', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Take PW from a secret' }).click();
    await page.getByRole('menuitem', { name: 'shop-db' }).click();
    await page.getByText('from keychain · shop-db').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('switch', { name: 'Dump' }).waitFor();
    expect(await belfry.json('show', 'Dump')).toMatchObject({ environment: { PW: '${secret:shop-db}' } });
  });
});

/** The processes that wait for the key ring of a data folder. */
const asking = (data: string) =>
  readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return line.includes('--ask-key-ring') && line.includes(data) && !line.includes('--type=');
      } catch {
        return false;
      }
    });

describe.skipIf(!hasKeyRing)('secrets in a real key ring', () => {
  it('hold up no bell while it is locked, and are there once it is not', async () => {
    const ring = await openKeyRing();
    onTestFinished(ring.close);
    belfry = await start({ hidden: true, switches: RING, env: ring.env });
    const { data } = belfry;
    expect((await command(data, ['secret', 'set', 'shop-db'], VALUE)).code).toBe(0);
    await addJobThatPrints(belfry);
    await belfry.belfry('add', '--name', 'tick', '--every', '1s', '--missed', 'skip', '--command', 'true');
    await belfry.close();

    await ring.lock();
    belfry = await start({ data, hidden: true, switches: RING, env: ring.env });
    const running = belfry;
    await waitFor(() => asking(data).length === 1);
    expect(await printed(running)).toBe('');
    const [refused] = await running.json<{ error: string }[]>('history', '--job', 'shop');
    expect(refused?.error).toMatch(/^The secret shop-db cannot be read while the key store is locked\. Unlock it/);
    expect(await running.json<List>('secret', 'ls')).toMatchObject({ locked: true, secrets: [{ readable: false }] });
    expect((await running.belfry('doctor')).stdout).toMatch(/^look +Key store +The key ring is locked/m);
    const tick = async () =>
      (await running.json<{ status: string; dueAt: string }[]>('history', '--job', 'tick', '--status', 'success'))
        .map(({ dueAt }) => Date.parse(dueAt))
        .sort((a, b) => a - b);
    const before = (await tick()).length;
    await waitFor(async () => (await tick()).length >= before + 5);
    const rang = (await tick()).slice(-5);
    expect(rang.map((at) => at - (rang[0] as number))).toEqual([0, 1_000, 2_000, 3_000, 4_000]);

    const unlocking = running.belfry('secret', 'unlock');
    await ring.unlock();
    expect(await unlocking).toMatchObject({ code: 0, stdout: 'The key store is unlocked.\n' });
    expect(await printed(running)).toContain(`out ${DOTS}`);
    expect(await running.json<List>('secret', 'ls')).toMatchObject({ locked: false, secrets: [{ readable: true }] });
    // The answer may be there before the process that asked is gone.
    await waitFor(() => asking(data).length === 0);

    await running.close();
    await ring.lock();
    belfry = await start({ data, switches: RING, env: ring.env });
    const page = await belfry.window();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'Secrets' }).click();
    await page.getByText('It cannot be read while the key store is locked').waitFor();
    await page.getByRole('button', { name: 'Unlock' }).click();
    await ring.unlock();
    await page.getByText('used by shop', { exact: false }).waitFor();

    await belfry.close();
    await ring.lock();
    belfry = await start({ data, hidden: true, switches: RING, env: ring.env });
    await waitFor(() => asking(data).length === 1);
    // A prompt that nobody has answered goes with it.
    await belfry.close();
    belfry = undefined;
    await waitFor(() => asking(data).length === 0);
  });

  it('are kept by it, there after a restart, and named when another ring cannot open them', async () => {
    const ring = await openKeyRing();
    onTestFinished(ring.close);
    belfry = await start({ hidden: true, switches: RING, env: ring.env });
    expect((await belfry.belfry('doctor')).stdout).toMatch(/^ok +Key store +Secrets are kept by the system\.$/m);
    const { data } = belfry;
    const stored = await command(data, ['secret', 'set', 'shop-db'], VALUE);
    expect(stored.code, stored.stderr).toBe(0);
    await addJobThatPrints(belfry);
    expect(await printed(belfry)).toContain(`out ${DOTS}`);
    expect(await belfry.json<List>('secret', 'ls')).toMatchObject({
      protection: 'keystore',
      backend: 'gnome_libsecret',
      secrets: [{ readable: true, usedBy: ['shop'] }],
    });
    expect(holders(data, VALUE)).toEqual([]);
    expect(readdirSync(data)).not.toContain('secrets.key');
    await belfry.close();

    belfry = await start({ data, hidden: true, switches: RING, env: ring.env });
    expect(await printed(belfry)).toContain(`out ${DOTS}`);
    await belfry.close();

    const other = await openKeyRing();
    onTestFinished(other.close);
    belfry = await start({ data, hidden: true, switches: RING, env: other.env });
    expect((await belfry.json<List>('secret', 'ls')).secrets).toMatchObject([{ readable: false }]);
    expect(await printed(belfry)).toBe('');
    const [run] = await belfry.json<{ error: string }[]>('history', '--job', 'shop');
    expect(run?.error).toMatch(
      /^The secret shop-db cannot be read any more: .*set the secret again in Settings, Secrets\.$/,
    );
  });
});
