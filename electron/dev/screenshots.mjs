// npm run screenshots: the pictures of the README and the guide, of a real Belfry running real jobs.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron as electron } from 'playwright-core';
import { openDisplay } from './display.mjs';
import { electronPath } from './electron.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PICTURES = join(ROOT, 'resources/screenshots');
const data = mkdtempSync(join(tmpdir(), 'belfry-screenshots-'));
const belfry = (/** @type {string[]} */ ...args) =>
  execFileSync(process.execPath, [join(ROOT, 'dist/cli/belfry.js'), ...args, '--data', data], { encoding: 'utf8' });

/** A day's work of somebody who writes software: name, schedule, command, tags. */
const JOBS = [
  ['Nightly database backup', '--cron', '30 2 * * *', 'pg_dump -Fc shop > ~/backups/shop.dump', 'backup', 'db'],
  ['Health ping', '--cron', '*/5 * * * * *', 'echo "200 OK in 41 ms"', 'web'],
  ['Rebuild docs', '--every', '3h', 'echo "built 214 pages"', 'web'],
  ['Renew certificates', '--cron', '10 0,12 * * *', 'echo "Asking for a renewal"; echo "No answer" >&2; exit 1', 'web'],
  [
    'Sync photos',
    '--cron',
    '43 */3 * * *',
    'for n in 1 2 3; do echo "album $n copied"; sleep 1; done; sleep 60',
    'home',
  ],
  ['Weekly report', '--cron', '0 17 * * FRI', 'echo "sent to 12 people"', 'office'],
  ['Rotate logs', '--cron', '15 */2 * * *', 'echo "7 files compressed"', 'home'],
];

/**
 * A picture: its name, where in the window, how it looks, and what is done before and after it is taken.
 * @typedef {{ name: string, at: string, theme?: 'light' | 'dark', before?: (page: Page) => unknown, after?: (page: Page) => unknown }} Shot
 * @typedef {import('playwright-core').Page} Page
 */

/** Before there are jobs of one's own. @type {Shot} */
const FIRST_START = {
  name: 'first-start',
  at: '/',
  before: async (page) => {
    await page.getByRole('textbox').first().fill('every weekday at 9:30 run ~/bin/standup.sh');
    await page.waitForTimeout(800);
  },
};

/** @type {Shot[]} */
const SHOTS = [
  { name: 'now', at: '/' },
  {
    ...{ name: 'now-paused', at: '/' },
    before: () => belfry('pause', '--for', '1h'),
    after: () => belfry('resume'),
  },
  { name: 'jobs', at: '/jobs/{Nightly database backup}' },
  { name: 'editor', at: '/jobs/{Nightly database backup}/edit' },
  { name: 'history', at: '/history?run={run}', theme: 'dark' },
  { name: 'settings', at: '/settings/time' },
  {
    ...{ name: 'palette', at: '/jobs', theme: 'dark' },
    before: async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('backup');
    },
    after: (page) => page.keyboard.press('Escape'),
  },
];

mkdirSync(PICTURES, { recursive: true });
const display = await openDisplay();
const app = await electron.launch({
  executablePath: electronPath() ?? 'electron',
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ROOT, '--data', data],
  env: { .../** @type {Record<string, string>} */ (display.env), BELFRY_NO_DIALOG: '1' },
});
try {
  await ready();
  const page = await app.firstWindow();
  await take(page, FIRST_START);
  for (const [name = '', how = '', when = '', command = '', ...tags] of JOBS)
    belfry('add', '--name', name, how, when, '--command', command, ...tags.flatMap((tag) => ['--tag', tag]));
  for (const name of ['Weekly report', 'Rotate logs', 'Print hello', 'Renew certificates', 'Sync photos'])
    belfry('run', name);
  await page.waitForTimeout(12_000);
  for (const shot of SHOTS) await take(page, shot);
  await takeTray();
  console.log(`${SHOTS.length + 2} pictures in resources/screenshots/.`);
} finally {
  const gone = once(app.process(), 'exit');
  app.process().kill('SIGTERM');
  await gone;
  display.close();
  rmSync(data, { recursive: true, force: true });
}

/** @param {Page} page @param {Shot} shot */
async function take(page, { name, at, theme = 'light', before, after }) {
  /** @type {{ id: number, name: string }[]} */
  const jobs = JSON.parse(belfry('ls', '--json'));
  const run = at.includes('{run}') ? JSON.parse(belfry('history', '--job', 'Sync photos', '--json'))[0] : null;
  const path = at.replace(/\{(.+)\}/, (_, it) =>
    String(it === 'run' ? run.id : jobs.find((job) => job.name === it)?.id),
  );
  await page.evaluate(
    async ([to, wanted]) => {
      await /** @type {any} */ (window).belfry.request('settings.set', { theme: wanted });
      history.pushState(null, '', to);
      dispatchEvent(new PopStateEvent('popstate'));
    },
    [path, theme],
  );
  await page.waitForTimeout(1200);
  await before?.(page);
  await page.waitForTimeout(600);
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  await after?.(page);
}

/** The tray's own menu, opened over a blank window: a picture of the screen, cut to the menu. */
async function takeTray() {
  const png = await app.evaluate(async ({ app: main, BrowserWindow, desktopCapturer, screen }) => {
    for (const window of BrowserWindow.getAllWindows()) window.hide();
    const [x, y, width, height] = [40, 40, 360, 540];
    const backdrop = new BrowserWindow({ x, y, width, height, frame: false, backgroundColor: '#8a9499' });
    const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
    await pause(500);
    /** @type {any} */ (main).belfryTray.menu.popup({ window: backdrop, x: 16, y: 16 });
    await pause(1000);
    const { size } = screen.getPrimaryDisplay();
    const [source] = await desktopCapturer.getSources({ types: ['screen'], thumbnailSize: size });
    if (!source) throw new Error('The screen cannot be seen.');
    const shown = source.thumbnail.crop({ x, y, width, height }).toPNG().toString('base64');
    /** @type {any} */ (main).belfryTray.menu.closePopup();
    backdrop.destroy();
    return shown;
  });
  writeFileSync(join(PICTURES, 'tray.png'), Buffer.from(png, 'base64'));
}

/** The socket answers. */
async function ready() {
  for (let tries = 0; ; tries++) {
    try {
      return belfry('status');
    } catch (error) {
      if (tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
