import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { TrayIcon } from '#desktop/tray-menu.ts';
import { hasDesktop } from '../../electron/dev/system.mjs';
import { type Running, start, waitFor } from './belfry.ts';
import { type DesktopSession, openDesktop } from './desktop-session.ts';

const images = fileURLToPath(new URL('../../resources/tray', import.meta.url));
const HOUR = 3_600_000;

let desktop: DesktopSession;
let belfry: Running | undefined;
afterEach(async () => {
  await belfry?.close();
  belfry = undefined;
});
if (!hasDesktop()) console.warn('Tray and notices are not tested: this machine lacks openbox, xfce4-panel or dunst.');

/** Belfry on a desktop of its own, with nothing but its samples, which are off. */
async function begin(): Promise<Running> {
  desktop = await openDesktop();
  onTestFinished(desktop.close);
  belfry = await start({ hidden: true, env: { ...desktop.env, LC_ALL: 'en_GB.UTF-8' } });
  const running = belfry;
  await running.belfry('disable', 'Print hello');
  await running.belfry('disable', 'Print time');
  await waitFor(async () => (await desktop.menu())[0]?.label === 'Nothing is due', menuSays);
  return running;
}

const labels = async () => (await desktop.menu()).map(({ label }) => label);
const menuSays = async () => `the menu reads ${JSON.stringify(await labels())}`;

/** Until the menu reads the same for longer than a rebuild takes. */
async function settled(): Promise<void> {
  let before = '';
  await waitFor(async () => {
    const now = await menuSays();
    const same = now === before;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    return same;
  }, menuSays);
}

/** Clicks the line that reads so, as the panel does. */
async function click(label: string): Promise<void> {
  const line = (await desktop.menu()).find((one) => one.label === label);
  expect(line, await menuSays()).toMatchObject({ enabled: true });
  await desktop.click(line?.id ?? 0);
}

/** Waits until the panel is given this picture: the same shape, and the same colours where nothing shines through. */
async function untilIcon(running: Running, icon: TrayIcon): Promise<void> {
  const bitmap = await running.app.evaluate(
    ({ nativeImage }, path) => nativeImage.createFromPath(path).toBitmap({ scaleFactor: 2 }).toString('base64'),
    `${images}/${icon}-on-dark-22.png`,
  );
  const wanted = pixels(Buffer.from(bitmap, 'base64').swap32());
  await waitFor(
    async () => pixels(await desktop.icon()) === wanted,
    () => `the icon never was ${icon}`,
    10_000,
  );
}

/** Bytes alpha, red, green, blue as text; colours of pixels that shine through depend on who multiplies. */
function pixels(bytes: Buffer): string {
  const told: string[] = [];
  for (let at = 0; at < bytes.length; at += 4)
    told.push(bytes.subarray(at, bytes[at] === 0xff ? at + 4 : at + 1).toString('hex'));
  return told.join(' ');
}

/** Notes each number that is put on the icon: few desktops can be asked for it. */
const hearBadges = (running: Running) =>
  running.app.evaluate(({ app }) => {
    const badges: number[] = [];
    const { setBadgeCount } = app;
    app.setBadgeCount = (count = 0) => {
      badges.push(count);
      return setBadgeCount.call(app, count);
    };
    Object.assign(app, { badges });
  });
const badges = (running: Running) => running.app.evaluate(({ app }) => (app as unknown as { badges: number[] }).badges);

const untilToolTip = (text: string) =>
  waitFor(
    async () => (await desktop.property('ToolTip')).includes(`'${text}'`),
    async () => `the tooltip is ${await desktop.property('ToolTip')}`,
  );

describe.runIf(hasDesktop())('the tray, over the message bus', () => {
  it('hangs in the panel, and pauses and resumes all from its menu', { timeout: 90_000 }, async () => {
    const running = await begin();
    expect(await desktop.items()).toHaveLength(1);
    expect(await desktop.property('Status')).toContain('Active');
    expect(await desktop.property('Menu')).toContain('/com/canonical/dbusmenu');
    await untilIcon(running, 'idle');
    const { stdout: health } = await running.belfry('doctor');
    expect(health).toMatch(/^ok +Tray +The desktop hosts tray icons\.$/m);
    expect(health).toMatch(/^ok +Notices +The desktop can show them\.$/m);
    // Nobody is there to unlock it; it is not waited for.
    expect(health).toMatch(/^look +Key store +The (key ring is locked|system keeps no secrets)/m);
    await untilToolTip('Belfry, nothing is due');
    expect(await labels()).toEqual([
      ...['Nothing is due', 'Run a job', 'Print hello', 'Print time', 'All jobs…'],
      ...['Pause all', 'For 30 minutes', 'For 1 hour', 'Until tomorrow 08:00', 'Until I resume'],
      ...['Open Belfry', 'Settings…', 'Quit Belfry'],
    ]);

    const before = Date.now();
    await click('For 1 hour');
    const status = () => running.json<{ state: string; pause: { until: string } | null }>('status');
    await waitFor(async () => (await status()).state === 'paused');
    const until = Date.parse((await status()).pause?.until ?? '');
    expect(until).toBeGreaterThanOrEqual(before + HOUR);
    expect(until).toBeLessThanOrEqual(Date.now() + HOUR);
    await untilIcon(running, 'paused');
    await waitFor(async () => (await labels()).includes('Resume now'), menuSays);
    expect((await labels())[0]).toMatch(/^Paused until (\w+ )?\d\d:\d\d$/);
    expect(await desktop.property('ToolTip')).toMatch(/'Belfry, paused until (\w+ )?\d\d:\d\d'/);

    await click('Resume now');
    await waitFor(async () => (await status()).state === 'idle');
    await untilIcon(running, 'idle');
  });

  it('tells of a failure until it is seen, and stops what runs', { timeout: 90_000 }, async () => {
    const running = await begin();
    await hearBadges(running);
    await running.belfry('add', '--name', 'backup', '--command', 'exit 3');
    await running.belfry('run', 'backup', '--wait');
    await untilIcon(running, 'attention');
    await untilToolTip('Belfry, 1 job is failing');
    const [head, failure, seen] = await labels();
    expect(head).toBe('1 job is failing');
    expect(failure).toMatch(/^backup, failed \d\d:\d\d$/);
    expect(seen).toBe('Mark as seen');
    await click(failure ?? '');
    await waitFor(() => running.app.windows().length === 1);
    const page = await running.window();
    await waitFor(() => /^app:\/\/belfry\/history\?run=\d+$/.test(page.url()), page.url);
    expect(await badges(running)).toEqual([1]);

    await running.belfry('add', '--name', 'long', '--command', 'sleep 300');
    await running.belfry('run', 'long');
    await waitFor(async () => (await labels()).some((label) => /^long, since \d\d:\d\d$/.test(label)), menuSays);
    // Attention comes before running.
    await untilIcon(running, 'attention');
    await click('Mark as seen');
    await untilIcon(running, 'running');
    expect(await badges(running)).toEqual([1, 0]);
    await click('Stop');
    await untilIcon(running, 'idle');
    const rows = await running.json<{ status: string }[]>('history', '--job', 'long');
    expect(rows.map(({ status }) => status)).toEqual(['cancelled']);
  });

  it('offers what rings next: to let it go, to run it now', { timeout: 90_000 }, async () => {
    const running = await begin();
    await running.belfry('add', '--name', 'yearly', '--cron', '0 9 1 1 *', '--command', 'true');
    await waitFor(async () => (await labels()).includes('Run now'), menuSays);
    await click('Run now');
    await waitFor(async () => (await running.json<unknown[]>('history', '--job', 'yearly')).length === 1);
    await click('Skip this one');
    await waitFor(async () => (await labels()).includes('1 Jan 09:00 yearly, skipped'), menuSays);
    expect(await labels()).not.toContain('Skip this one');
  });

  it('lists the next five, and flickers neither in a flurry of runs nor while nothing changes', {
    timeout: 90_000,
  }, async () => {
    const running = await begin();
    for (const hour of [14, 13, 12, 11, 10, 9])
      await running.belfry('add', '--name', `at ${hour}`, '--cron', `0 ${hour} 1 1 *`, '--command', 'true');
    const five = [9, 10, 11, 12, 13].map((hour) => `1 Jan ${String(hour).padStart(2, '0')}:00 at ${hour}`);
    // The last that is made is the first to ring, and the menu is as much as a second behind.
    await waitFor(
      async () => (await labels()).filter((label) => label.startsWith('1 Jan')).join() === five.join(),
      menuSays,
    );
    await settled();
    expect(await desktop.menuChanges(3_000)).toBe(0);
    // Each begins and ends, and the menu could be another after either.
    const flurry = (async () => {
      for (let at = 0; at < 12; at++) await running.belfry('run', 'at 14', '--wait');
    })();
    const changes = await desktop.menuChanges(4_000);
    expect(changes).toBeGreaterThan(0);
    expect(changes).toBeLessThanOrEqual(5);
    await flurry;
  });

  it('says why what was asked for was not done', { timeout: 90_000 }, async () => {
    const running = await begin();
    await running.belfry('add', '--name', 'long', '--command', 'sleep 300');
    await waitFor(async () => (await labels()).includes('long'), menuSays);
    await click('long');
    await waitFor(async () => (await labels()).includes('Stop'), menuSays);
    await click('long');
    await waitFor(async () => (await desktop.shownNotices()) === 1);
    await desktop.closeNotices();
    expect(await desktop.pastNotices()).toContain("'summary': <'Belfry did not do it'>");
  });
});

describe.runIf(hasDesktop())('notices of the desktop', () => {
  it('tell of a failure once, with its cause, and lead to the run', { timeout: 90_000 }, async () => {
    const running = await begin();
    await running.belfry('add', '--name', 'backup', '--sql', 'SELECT 1', '--database', '/<i>t</i>&co');
    await running.belfry('run', 'backup', '--wait');
    await waitFor(async () => (await desktop.shownNotices()) === 1);
    await desktop.clickNotice();
    await waitFor(() => running.app.windows().length === 1);
    const page = await running.window();
    await waitFor(() => /^app:\/\/belfry\/history\?run=\d+$/.test(page.url()), page.url);
    await page.getByText(/Told by desktop notice/).waitFor();
    await running.belfry('run', 'backup', '--wait');
    // Long enough for a second notice, had there been one.
    await page.waitForTimeout(1_500);
    await desktop.closeNotices();
    const past = await desktop.pastNotices();
    expect(past.match(/'summary'/g)).toHaveLength(1);
    expect(past).toContain("'summary': <'backup failed'>");
    expect(past).toContain('There is no database /&lt;i&gt;t&lt;/i&gt;&amp;co.');
  });
});
