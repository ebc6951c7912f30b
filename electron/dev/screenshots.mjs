// npm run screenshots: the pictures of the README, of a real Belfry running real jobs.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
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

/** @type {[string, string, 'light' | 'dark'][]} */
const SHOTS = [
  ['now', '/', 'light'],
  ['jobs', '/jobs/{Nightly database backup}', 'light'],
  ['editor', '/jobs/{Nightly database backup}/edit', 'light'],
  ['history', '/history?run={run}', 'dark'],
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
  for (const [name = '', how = '', when = '', command = '', ...tags] of JOBS)
    belfry('add', '--name', name, how, when, '--command', command, ...tags.flatMap((tag) => ['--tag', tag]));
  for (const name of ['Weekly report', 'Rotate logs', 'Print hello', 'Renew certificates', 'Sync photos'])
    belfry('run', name);
  const page = await app.firstWindow();
  await page.waitForTimeout(12_000);
  for (const shot of SHOTS) await take(page, shot);
  console.log(`${SHOTS.length} pictures in resources/screenshots/.`);
} finally {
  const gone = once(app.process(), 'exit');
  app.process().kill('SIGTERM');
  await gone;
  display.close();
  rmSync(data, { recursive: true, force: true });
}

/** @param {import('playwright-core').Page} page @param {[string, string, 'light' | 'dark']} shot */
async function take(page, [name, address, theme]) {
  /** @type {{ id: number, name: string }[]} */
  const jobs = JSON.parse(belfry('ls', '--json'));
  const [run] = JSON.parse(belfry('history', '--job', 'Sync photos', '--json'));
  const path = address.replace(/\{(.+)\}/, (_, it) =>
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
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
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
