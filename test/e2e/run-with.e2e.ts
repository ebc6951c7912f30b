import { afterEach, describe, expect, it } from 'vitest';
import { type Running, start, waitFor } from './belfry.ts';

let belfry: Running | undefined;
afterEach(async () => {
  await belfry?.close();
  belfry = undefined;
});

describe.skipIf(process.platform === 'win32')('a run with variables of its own', () => {
  it('is asked for in the palette, runs with them, and says so; the job keeps its own', async () => {
    belfry = await start();
    const running = belfry;
    await running.belfry('add', '--name', 'Deploy', '--command', 'echo to $STAGE as $WHO', '--env', 'STAGE=test');
    await running.belfry('add', '--name', 'Ping', '--http', 'GET http://127.0.0.1:9/');
    const page = await running.window();
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const find = async (job: string) => {
      await press('Control+k');
      await page.keyboard.type(job);
      await page.getByRole('option').filter({ hasText: job }).first().waitFor();
      await press('Tab');
      await page.keyboard.type('variables');
    };
    await find('Ping');
    await page.getByText('Nothing matches “variables”.').waitFor();
    await press('Escape', 'Escape');
    await find('Deploy');
    await press('Enter');

    // By keyboard alone: the job's own variable is changed, another is added, and one name is wrong first.
    const dialog = page.getByRole('dialog', { name: 'Run Deploy with variables' });
    await dialog.getByRole('textbox', { name: 'Value STAGE' }).fill('production');
    const name = dialog.getByRole('textbox', { name: 'Variable' }).last();
    await name.fill('not a name');
    await press('Enter');
    await dialog.getByText('A variable name has letters, digits and _ only.').waitFor();
    await name.fill('WHO');
    await dialog.getByRole('textbox', { name: 'Value WHO' }).fill('me');
    await press('Enter');
    await dialog.waitFor({ state: 'detached' });

    const run = page.getByRole('complementary', { name: 'Run of Deploy' });
    await run.getByText('to production as me', { exact: true }).waitFor();
    await run.getByRole('tab', { name: 'Environment' }).click();
    for (const name of ['STAGE', 'WHO'])
      await run.locator('.environment dl > div', { hasText: name }).getByText('for this run only').waitFor();

    await running.belfry('run', 'Deploy', '--env', 'WHO=cli', '--wait');
    await running.belfry('run', 'Deploy', '--wait');
    const said = async (run: number) => (await running.belfry('logs', String(run))).stdout.trim();
    const ids = (await running.json<{ id: number }[]>('history', '--job', 'Deploy')).map(({ id }) => id);
    expect(await Promise.all(ids.map(said))).toEqual(['to test as', 'to test as cli', 'to production as me']);
    expect((await running.belfry('logs', String(ids[1]), '--environment')).stdout).toContain('WHO=cli  (run)');
    expect((await running.belfry('run', 'Ping', '--env', 'A=1')).stderr).toContain('starts no program');
  });

  it('is asked for in the menu of a job', async () => {
    belfry = await start();
    await belfry.belfry('add', '--name', 'Deploy', '--command', 'echo to $STAGE', '--env', 'STAGE=test');
    const page = await belfry.window();
    await page.keyboard.press('Control+2');
    await page.getByRole('row', { name: 'Deploy', exact: true }).click();
    await page.getByRole('complementary', { name: 'Deploy' }).getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Run with variables…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Run Deploy with variables' });
    await dialog.getByRole('textbox', { name: 'Value STAGE' }).fill('staging');
    await dialog.getByRole('button', { name: 'Run now' }).click();
    await page.getByText('to staging', { exact: true }).waitFor();
    await waitFor(async () => (await page.getByRole('dialog').count()) === 0);
  });

  it('is run again with the same variables, and asks for what was not kept', async () => {
    belfry = await start();
    const running = belfry;
    await running.belfry('add', '--name', 'Deploy', '--command', 'echo to $STAGE as $API_TOKEN', '--env', 'STAGE=test');
    const said = async () => {
      const rows = await running.json<{ id: number }[]>('history', '--job', 'Deploy');
      return Promise.all(rows.map(async ({ id }) => (await running.belfry('logs', String(id))).stdout.trim()));
    };
    await running.belfry('run', 'Deploy', '--env', 'STAGE=production', '--wait');
    const page = await running.window();
    await page.keyboard.press('Control+3');
    await page.getByRole('row', { name: /^Deploy/ }).click();
    const run = page.getByRole('complementary', { name: 'Run of Deploy' });
    await run.locator('.facts', { hasText: 'STAGE' }).waitFor();
    const again = run.getByRole('button', { name: 'Run again' });
    expect(await again.getAttribute('title')).toBe('With the same variables: STAGE');
    await again.click();
    await waitFor(async () => (await said()).length === 2 && (await said())[0] !== '');
    expect(await said()).toEqual(['to production as', 'to production as']);

    // Named like a secret: kept as dots, which are never given for it.
    await running.belfry('run', 'Deploy', '--env', 'STAGE=live', '--env', 'API_TOKEN=hush-hush', '--wait');
    await page
      .getByRole('row', { name: /^Deploy/ })
      .first()
      .click();
    await run.locator('.facts', { hasText: 'API_TOKEN' }).waitFor();
    await run.getByRole('button', { name: 'Run again' }).click();
    const dialog = page.getByRole('dialog', { name: 'Run Deploy with variables' });
    await dialog.getByText('API_TOKEN is not kept').waitFor();
    expect(await dialog.getByRole('textbox', { name: 'Value STAGE' }).inputValue()).toBe('live');
    expect(await dialog.getByRole('textbox', { name: 'Value API_TOKEN' }).inputValue()).toBe('');
    // Left blank, it is asked for again; nothing runs without it.
    await dialog.getByRole('textbox', { name: 'Value STAGE' }).fill('live now');
    await dialog.getByText('API_TOKEN is not kept').waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await dialog.getByText('API_TOKEN is not kept').waitFor();
    expect(await said()).toHaveLength(3);
    await dialog.getByRole('textbox', { name: 'Value API_TOKEN' }).fill('hush-again');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await waitFor(async () => (await said())[0] === 'to live now as hush-again');
  });
});
