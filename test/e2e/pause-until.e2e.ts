import { afterEach, describe, expect, it } from 'vitest';
import { type Running, start, waitFor } from './belfry.ts';

let belfry: Running | undefined;
afterEach(async () => {
  await belfry?.close();
  belfry = undefined;
});

/** Noon of the day `days` from now, by this computer's clock, as JSON has it. */
function noonIn(days: number): string {
  const date = new Date();
  date.setDate(date.getDate() + days);
  date.setHours(12, 0, 0, 0);
  return date.toISOString();
}

/** `2031-02-03` of the day of an instant, by this computer's clock. */
const dayOf = (at: string): string => new Intl.DateTimeFormat('en-CA').format(new Date(at));

describe('a pause until a date', () => {
  it('of everything is asked for in words, told as it is typed, and refused in the past', async () => {
    belfry = await start();
    const running = belfry;
    const page = await running.window();
    const pausedUntil = async () =>
      (await running.json<{ pause: { until: string } | null }>('status')).pause?.until ?? null;

    await page.getByRole('button', { name: 'Pause all' }).first().click();
    await page.getByRole('menuitem', { name: 'Until a date…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Pause everything until' });
    const field = dialog.getByRole('textbox', { name: 'Until' });
    await field.fill('tomorow 8:00');
    await dialog.getByText('“tomorow” is not understood in a date; e.g. tomorrow 8:00').waitFor();
    await field.fill('2020-01-01 12:00');
    await dialog.getByText('This time has passed.').waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await page.keyboard.press('Enter');
    await field.fill('at start');
    await dialog.getByText('That is no date.').waitFor();
    await field.fill('');
    await page.keyboard.press('Enter');
    await dialog.getByText('Say until when').waitFor();
    expect(await pausedUntil()).toBeNull();

    await field.fill('tomorrow 12:00');
    await dialog.getByText(/^Until .*, 12:00/).waitFor();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(await pausedUntil()).toBe(noonIn(1));

    // The command line reads the same words, and means the same instant.
    await running.belfry('resume');
    expect((await running.belfry('pause', '--until', 'tomorrow 12:00')).code).toBe(0);
    expect(await pausedUntil()).toBe(noonIn(1));
  });

  it('of everything and of one job is found in the palette, by keyboard alone', async () => {
    belfry = await start();
    const running = belfry;
    await running.belfry('add', '--name', 'Deploy', '--cron', '0 9 * * *', '--command', 'true');
    const page = await running.window();
    const choose = async (...typed: string[]) => {
      await page.keyboard.press('Control+k');
      for (const words of typed) {
        await page.keyboard.type(words);
        await page.getByRole('option').first().waitFor();
        await page.keyboard.press('Enter');
      }
    };

    await choose('pause all', 'date');
    let dialog = page.getByRole('dialog', { name: 'Pause everything until' });
    await dialog.getByRole('textbox', { name: 'Until' }).waitFor();
    // At once, before it has been read as it is typed.
    await page.keyboard.type(`${dayOf(noonIn(40))} 12:00`);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    const { pause } = await running.json<{ pause: { until: string } }>('status');
    expect(pause.until).toBe(noonIn(40));
    await running.belfry('resume');

    await page.keyboard.press('Control+k');
    await page.keyboard.type('deploy');
    await page.getByRole('option').filter({ hasText: 'Deploy' }).first().waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('pause');
    await page.getByRole('option').filter({ hasText: 'Pause until' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type('date');
    await page.getByRole('option').filter({ hasText: 'Until a date…' }).waitFor();
    await page.keyboard.press('Enter');
    dialog = page.getByRole('dialog', { name: 'Pause Deploy until' });
    await dialog.getByRole('textbox', { name: 'Until' }).waitFor();
    await page.keyboard.type('tomorrow at noon');
    await page.keyboard.press('Enter');
    await waitFor(
      async () => (await running.json<{ pausedUntil: string | null }[]>('ls'))[0]?.pausedUntil === noonIn(1),
    );
    expect((await running.json<{ pause: unknown }>('status')).pause).toBeNull();
  });
});
