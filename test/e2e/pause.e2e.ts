import { afterEach, describe, expect, it } from 'vitest';
import { tempFolder } from '../support/temp.ts';
import { type Running, start, waitFor } from './belfry.ts';

let belfry: Running | undefined;
afterEach(async () => {
  await belfry?.close();
  belfry = undefined;
});

/** As `belfry status --json` says it. */
async function pausedUntil(): Promise<string | null> {
  const { pause } = await (belfry as Running).json<{ pause: { until: string | null } | null }>('status');
  return pause?.until ?? null;
}

function tomorrowAtEight(): string {
  const date = new Date();
  date.setDate(date.getDate() + 1);
  date.setHours(8, 0, 0, 0);
  return date.toISOString();
}

describe('a pause until tomorrow 08:00', () => {
  it('from tray, window or command line outlives Belfry', { timeout: 120_000 }, async () => {
    const data = await tempFolder();
    const ways: ((running: Running) => Promise<unknown>)[] = [
      async (running) => {
        const pause = (await running.tray()).find((item) => item !== 'separator' && item.label === 'Pause all');
        const lines = pause === undefined || pause === 'separator' ? [] : (pause.submenu ?? []);
        const morning = lines.find((item) => item !== 'separator' && item.label.startsWith('Until tomorrow '));
        await running.clickTray('Pause all', morning && morning !== 'separator' ? morning.label : '');
      },
      async (running) => {
        const page = await running.window();
        await page.getByRole('button', { name: 'Pause' }).first().click();
        await page.getByText('Until tomorrow 08:00').first().click();
      },
      (running) => running.belfry('pause', '--until', 'tomorrow at 8:00'),
    ];
    for (const pause of ways) {
      belfry = await start({ data });
      expect(await pausedUntil()).toBeNull();
      await pause(belfry);
      await waitFor(async () => (await pausedUntil()) === tomorrowAtEight());
      await belfry.kill();
      belfry = await start({ data, hidden: true });
      expect(await pausedUntil()).toBe(tomorrowAtEight());
      await belfry.belfry('resume');
      await belfry.close();
      belfry = undefined;
    }
  });
});
