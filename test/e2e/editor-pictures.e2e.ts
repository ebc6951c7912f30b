import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import type { JobDraftInput } from '#contract/job.ts';
import { DAY, seedDesignDay, seedRunning, ZONE } from '../support/design-day.ts';
import { tempFolder } from '../support/temp.ts';
import { type Running, start, waitFor } from './belfry.ts';
import { goTo as goToPlace } from './places.ts';
import { openWallClock } from './wall-clock.ts';

/** With BELFRY_PICTURES=folder the screens are kept there, to be put beside the design's. */
const PICTURES = process.env.BELFRY_PICTURES;

let belfry: Running | undefined;
afterEach(async () => {
  await belfry?.close();
  belfry = undefined;
});

const LINES = [
  '# keep two weeks of dumps',
  'pg_dump -Fc shop | zstd -19 -o "$DIR/shop-$(date +%F).zst"',
  'find "$DIR" -name \'shop-*.zst\' -mtime +14 -delete',
];

/** The job of the design's picture. */
const CHANGES = {
  tags: ['backup', 'db'],
  action: { kind: 'command', run: { by: 'shell', line: LINES.join('\n') } },
  environment: { DIR: '~/backups', PGHOST: 'localhost', PGPASSWORD: '${secret:shop-db}' },
  notifications: { onRecovery: true, lateMs: 600_000, email: ['ops@northwind.example'] },
} satisfies Partial<JobDraftInput>;

async function openDay(): Promise<Page> {
  const data = await tempFolder();
  const clock = await openWallClock(DAY - 15_000);
  await seedDesignDay(data, DAY - 15_000);
  const running = await start({
    ...{ data, hidden: true, switches: PICTURES === undefined ? [] : ['--force-device-scale-factor=2'] },
    env: { ...clock.env, TZ: ZONE, LC_ALL: 'en_GB.UTF-8', LANGUAGE: 'en_GB' },
  });
  belfry = running;
  await seedRunning(data);
  await running.clickTray('Open Belfry');
  await waitFor(() => running.app.windows().length === 1);
  const page = await running.window();
  page.setDefaultTimeout(10_000);
  await page.getByRole('main').waitFor();
  return page;
}

async function goTo(page: Page, path: string): Promise<void> {
  await goToPlace(page, path);
  await page.getByRole('textbox', { name: 'Name', exact: true }).waitFor();
}

async function keep(page: Page, name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate((to) => window.belfry.request('settings.set', { theme: to }), theme);
    await page.waitForTimeout(300);
    if (PICTURES === undefined) continue;
    await mkdir(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `${name}-${theme}.png`), scale: 'device' });
  }
}

describe('the editor on the day of the design', () => {
  it('shows the nightly backup, what the change of clocks does to it, and where that is set', async () => {
    const page = await openDay();
    const id = await page.evaluate(async (changes) => {
      await window.belfry.request('secrets.set', { name: 'shop-db', value: 'not this one', allowWeak: true });
      const jobs = await window.belfry.request('jobs.list');
      const job = jobs.ok ? jobs.result.find(({ name }) => name === 'Nightly database backup') : undefined;
      if (!job) throw new Error('No such job.');
      const { policy, notifications } = job;
      const reply = await window.belfry.request('jobs.update', {
        job: job.id,
        changes: {
          ...changes,
          notifications: { ...notifications, ...changes.notifications },
          policy: {
            ...policy,
            timeoutMs: 1_800_000,
            retry: { ...policy.retry, count: 2, delayMs: 60_000 },
            conditions: { ...policy.conditions, mains: 'only' },
            retention: { runs: 100, days: null, outputCapBytes: 1_000_000 },
          },
        },
      } as never);
      if (!reply.ok) throw new Error(reply.error.message);
      return job.id;
    }, CHANGES);
    await page.waitForTimeout(500);
    await goTo(page, `/jobs/${id}/edit`);
    const schedule = page.getByRole('textbox', { name: 'Schedule' });
    await schedule.fill('every day at 2:30 ');
    const ahead = page.getByRole('complementary', { name: 'Next 5 runs' });
    await ahead.getByText('Clocks go back at 03:00, so 02:30 comes twice. Belfry rings once, at the first.').waitFor();
    expect(await ahead.getByRole('listitem').count()).toBe(5);
    await page.getByRole('button', { name: 'Test' }).click();
    await page.getByText(/Not recorded in History/).waitFor();
    await schedule.focus();
    await keep(page, 'editor');
    await ahead.getByRole('button', { name: 'Change' }).click();
    await waitFor(() =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label') === 'Clocks go back, it comes twice'),
    );
    await keep(page, 'editor-rules');
  });

  it('shows a request whose schedule has a slip', async () => {
    const page = await openDay();
    await goTo(page, '/jobs/new');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Post stand-up reminder');
    await page.getByRole('textbox', { name: 'Tags', exact: true }).fill('web ');
    await page.getByRole('radio', { name: 'HTTP' }).check({ force: true });
    await page.getByRole('combobox', { name: 'Method' }).selectOption('POST');
    await page.getByRole('textbox', { name: 'Address' }).fill('http://127.0.0.1:9/hooks/${secret:standup}');
    const body = '{\n  "text": "Stand-up in 5 minutes",\n  "when": "${secret:due}"\n}';
    await page.getByRole('textbox', { name: 'Body' }).fill(body);
    await page.getByRole('combobox', { name: 'If missed' }).selectOption('skip');
    const schedule = page.getByRole('textbox', { name: 'Schedule' });
    await schedule.fill('every wekday at 9:25');
    await page.getByText('Did you mean every weekday at 9:25').waitFor();
    await page.getByText(/^Mon,? 26 Oct$/).waitFor();
    await schedule.focus();
    await keep(page, 'editor-http-error');
  });
});
