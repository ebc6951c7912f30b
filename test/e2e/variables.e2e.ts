import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { type Running, start, waitFor } from './belfry.ts';

let belfry: Running | undefined;
afterEach(async () => {
  await belfry?.close();
  belfry = undefined;
});

const saved = async (running: Running) => {
  const page = await running.window();
  return page.evaluate(async () => {
    const reply = await window.belfry.request('settings.get');
    return reply.ok ? reply.result.variables : null;
  });
};

describe('variables of all jobs', () => {
  it('are typed into Settings, reach every run, and stand in its environment by where they are from', async () => {
    belfry = await start();
    const running = belfry;
    const page = await running.window();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'Variables' }).click();
    await page.getByRole('button', { name: 'Add a variable' }).click();
    const name = page.getByRole('textbox', { name: 'Variable' });
    await page.keyboard.type('REG ION');
    await page.getByRole('textbox', { name: 'Value REG ION' }).fill('north');
    await page.getByRole('textbox', { name: 'Value REG ION' }).press('Enter');
    await page.getByText('A variable name has letters, digits and _ only.').waitFor();
    expect(await name.getAttribute('aria-invalid')).toBe('true');
    expect(await saved(running)).toEqual({});
    await name.fill('REGION');
    // A key leads elsewhere while the field has the focus.
    await page.keyboard.press('Control+2');
    await waitFor(async () => (await saved(running))?.REGION === 'north');

    await running.belfry(
      'add',
      '--name',
      'Both',
      '--cron',
      '0 2 * * *',
      '--env',
      'LEVEL=own',
      '--command',
      'echo "$REGION $LEVEL"',
    );
    expect((await running.belfry('run', 'Both', '--wait')).code).toBe(0);
    const [run] = await running.json<{ id: number }[]>('history', '--job', 'Both');
    expect((await running.belfry('logs', String(run?.id))).stdout).toContain('north own');
    const { stdout } = await running.belfry('logs', String(run?.id), '--environment');
    expect(stdout).toContain('REGION=north  (settings)');
    expect(stdout).toContain('LEVEL=own  (job)');
    const crontab = await running.belfry('export', 'Both', '--to', 'crontab');
    expect(crontab.stdout).toContain('north');
    expect((await running.belfry('export', 'Both', '--to', 'belfry')).stdout).not.toContain('north');

    await page.keyboard.press('Control+,');
    await page.getByRole('link', { name: 'Variables' }).click();
    await page.getByRole('textbox', { name: 'Value REGION' }).hover();
    await page.getByRole('button', { name: 'Remove REGION' }).click();
    await waitFor(async () => Object.keys((await saved(running)) ?? { one: '' }).length === 0);
  });

  it('are there after quitting in the midst of one, to be saved or let go', async () => {
    const first = await start();
    const page = await first.window();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'Variables' }).click();
    await page.getByRole('button', { name: 'Add a variable' }).click();
    await page.keyboard.type('REGION');
    await page.getByRole('textbox', { name: 'Value REGION' }).fill('nor');
    const gone = once(first.app.process(), 'exit');
    await first.clickTray('Quit Belfry');
    await gone;

    belfry = await start({ data: first.data });
    const running = belfry;
    const again = await running.window();
    await again.getByRole('link', { name: 'Settings' }).click();
    await again.getByRole('link', { name: 'Variables' }).click();
    const offer = again.getByRole('status').filter({ hasText: 'Typed before Belfry ended, and not saved yet.' });
    await offer.waitFor();
    expect(await again.getByRole('textbox', { name: 'Value REGION' }).inputValue()).toBe('nor');
    expect(await saved(running)).toEqual({});
    await offer.getByRole('button', { name: 'Save' }).click();
    await offer.waitFor({ state: 'detached' });
    expect(await saved(running)).toEqual({ REGION: 'nor' });
  });
});
