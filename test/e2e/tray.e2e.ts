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
async function begin(more: { env?: Record<string, string>; opened?: () => Promise<void> } = {}): Promise<Running> {
  desktop = await openDesktop();
  onTestFinished(desktop.close);
  await more.opened?.();
  belfry = await start({ hidden: true, env: { ...desktop.env, LC_ALL: 'en_GB.UTF-8', ...more.env } });
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
async function untilIcon(running: Running, icon: TrayIcon, ground = 'on-dark'): Promise<void> {
  const bitmap = await running.app.evaluate(
    ({ nativeImage }, path) => nativeImage.createFromPath(path).toBitmap({ scaleFactor: 2 }).toString('base64'),
    `${images}/${icon}-${ground}-22.png`,
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
    const hung = await desktop.items();
    expect(hung).toHaveLength(1);
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
      ...['Pause all', 'For 30 minutes', 'For 1 hour', 'Until tomorrow 08:00', 'Until a date…', 'Until I resume'],
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
    // A panel that knows it is given no other.
    await waitFor(async () => (await running.app.evaluate(() => process.uptime())) > 6);
    expect(await desktop.items()).toEqual(hung);
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

  it('where nothing shows it, a window that closes says that Belfry goes on, once', { timeout: 90_000 }, async () => {
    desktop = await openDesktop();
    onTestFinished(desktop.close);
    await desktop.closePanel();
    belfry = await start({ env: desktop.env });
    const running = belfry;
    await (await running.window()).getByRole('button', { name: 'New job' }).waitFor();
    const isUnseen = () =>
      running.app.evaluate(({ app }) => (app as unknown as { belfryTray: { isUnseen: boolean } }).belfryTray.isUnseen);
    await waitFor(isUnseen);
    const closeWindow = async () => {
      await (await running.window()).getByRole('button', { name: 'Close', exact: true }).click();
      await waitFor(() => running.app.windows().length === 0);
    };
    await closeWindow();
    await waitFor(async () => (await desktop.shownNotices()) === 1);
    await desktop.clickNotice();
    await waitFor(() => running.app.windows().length === 1);
    await closeWindow();
    await desktop.openPanel();
    await waitFor(async () => (await desktop.items()).length === 1, menuSays);
    expect(await isUnseen()).toBe(false);
    await desktop.closeNotices();
    const past = await desktop.pastNotices();
    expect(past.match(/'summary'/g)).toHaveLength(1);
    expect(past).toContain("'summary': <'Belfry goes on'>");
  });

  it('hangs in a panel that comes late, and in the next one when that is gone', { timeout: 150_000 }, async () => {
    desktop = await openDesktop();
    onTestFinished(desktop.close);
    await desktop.closePanel();
    belfry = await start({ hidden: true, env: { ...desktop.env, LC_ALL: 'en_GB.UTF-8' } });
    for (const panel of ['late', 'next']) {
      await desktop.openPanel();
      // It is looked for once a minute.
      await waitFor(async () => (await desktop.items()).length === 1, menuSays, 75_000);
      await waitFor(async () => (await labels()).includes('Open Belfry'), menuSays);
      if (panel === 'late') await desktop.closePanel();
    }
    await click('For 1 hour');
    const running = belfry;
    await waitFor(async () => (await running.json<{ state: string }>('status')).state === 'paused');
  });

  it('is dark on the light panel of a desktop whose panel wears the theme, whatever the window wears', {
    timeout: 90_000,
  }, async () => {
    const running = await begin({ env: { XDG_CURRENT_DESKTOP: 'KDE' } });
    await untilIcon(running, 'idle', 'on-light');
    await running.app.evaluate(({ nativeTheme }) => {
      nativeTheme.themeSource = 'dark';
    });
    await running.belfry('pause');
    await untilIcon(running, 'paused', 'on-light');
  });

  it('writes names as they are, and asks in the window until when all is to pause', { timeout: 90_000 }, async () => {
    const running = await begin();
    await running.belfry('add', '--name', 'back_up & <sync> __x', '--cron', '0 9 1 1 *', '--command', 'true');
    // Menus of this kind mark the letter to press by _, which is doubled to be one.
    await waitFor(async () => (await labels()).includes('1 Jan 09:00 back__up & <sync> ____x'), menuSays);
    await click('Until a date…');
    await waitFor(() => running.app.windows().length === 1);
    const page = await running.window();
    const until = page.getByRole('textbox', { name: 'Until' });
    await until.fill('tomorrow at noon');
    await until.press('Enter');
    await waitFor(async () => (await running.json<{ state: string }>('status')).state === 'paused');
    expect(new URL(page.url()).pathname).toBe('/');
    // Asked for again, it lies over what is there, and takes nothing away.
    await page.keyboard.press('Control+n');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Half a thought');
    await waitFor(async () => (await labels()).includes('Pause for longer'), menuSays);
    await click('Until a date…');
    await until.waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Half a thought');
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

  it('take the place of the job’s older one', { timeout: 90_000 }, async () => {
    const running = await begin();
    await running.belfry('add', '--name', 'shaky', '--command', 'exit 3', '--notify', 'failure,recovery');
    await running.belfry('run', 'shaky', '--wait');
    await waitFor(async () => (await desktop.shownNotices()) === 1);
    await running.belfry('edit', 'shaky', '--command', 'true');
    await running.belfry('run', 'shaky', '--wait');
    await waitFor(async () => (await desktop.pastNotices()).includes("'summary': <'shaky failed'>"));
    expect(await desktop.shownNotices()).toBe(1);
    await desktop.closeNotices();
    expect(await desktop.pastNotices()).toContain("'summary': <'shaky works again'>");
  });

  it('of many jobs that fail together are three, and one that leads to all of them', { timeout: 90_000 }, async () => {
    const running = await begin();
    for (let at = 1; at <= 8; at++)
      await running.belfry('add', '--name', `sync ${at}`, '--on', 'wake', '--command', 'exit 3');
    await running.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'));
    await waitFor(async () => (await desktop.shownNotices()) === 4);
    for (let of = 1; of <= 3; of++) await desktop.closeNotice();
    await desktop.clickNotice();
    await waitFor(() => running.app.windows().length === 1);
    const page = await running.window();
    await waitFor(
      () => page.url() === 'app://belfry/history?status=bad',
      () => page.url(),
    );
    await page.getByRole('row', { name: /^sync 8, Failed/i }).waitFor();
    await desktop.closeNotices();
    const past = await desktop.pastNotices();
    expect(past.match(/'summary'/g)).toHaveLength(4);
    expect(past).toMatch(/'summary': <'5 jobs failed'>/);
    expect(past).toMatch(/'body': <'sync \d, sync \d, sync \d and 2 more\.'>/);
  });

  it('wait in quiet hours', { timeout: 90_000 }, async () => {
    const running = await begin();
    await running.clickTray('Open Belfry');
    const page = await running.window();
    await page.getByRole('main').waitFor();
    await page.evaluate(() => window.belfry.request('settings.set', { quietHours: { from: '00:00', to: '00:00' } }));
    await running.belfry('add', '--name', 'backup', '--command', 'exit 3');
    await running.belfry('run', 'backup', '--wait');
    // The icon says so at once.
    await untilIcon(running, 'attention');
    expect(await desktop.shownNotices()).toBe(0);
  });
});
