import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobSummary } from '#contract/job.ts';
import { violations } from './axe.ts';
import { type Running, start, waitFor } from './belfry.ts';
import { goTo as goToPlace } from './places.ts';

const KINDS = ['Command', 'Script', 'HTTP', 'E-mail', 'SQL', 'Function'];

let data: string;
let belfry: Running;
let page: Page;

async function open(): Promise<void> {
  belfry = await start({ data, hidden: true, env: { LC_ALL: 'en_GB.UTF-8', LANGUAGE: 'en_GB' } });
  await openWindow();
}

async function openWindow(): Promise<void> {
  await waitFor(() => belfry.app.windows().length === 0);
  await belfry.clickTray('Open Belfry');
  await waitFor(() => belfry.app.windows().length === 1);
  page = await belfry.window();
  page.setDefaultTimeout(10_000);
}

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'belfry-'));
  await open();
});
afterAll(async () => {
  await belfry?.close();
  await rm(data, { recursive: true, force: true, maxRetries: 3 });
});
beforeEach(() => page.evaluate(() => localStorage.clear()));

const field = (name: string) => page.getByRole('textbox', { name, exact: true });
const select = (name: string) => page.getByRole('combobox', { name, exact: true });
const button = (name: string | RegExp) => page.getByRole('button', { name });
const press = (key: string) => page.keyboard.press(key);
const choose = (kind: string) => page.getByRole('radio', { name: kind, exact: true }).check({ force: true });
const jobs = () =>
  page.evaluate(async () => {
    const reply = await window.belfry.request('jobs.list');
    return (reply.ok ? reply.result : []) as JobSummary[];
  });
const jobNamed = async (name: string) => (await jobs()).find((job) => job.name === name) as JobSummary;
/** The name and the words of what has the focus. */
const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');

const goTo = (path: string) => goToPlace(page, path);

/** The editor, with nothing typed. */
async function begin(path = '/jobs/new'): Promise<void> {
  await goTo('/history');
  const discard = button('Discard');
  if ((await discard.count()) > 0) await discard.click();
  await page.waitForFunction(() => location.pathname === '/history');
  await page.evaluate(() => localStorage.clear());
  await goTo(path);
  await field('Name').waitFor();
}

/** Saves, and waits for the field that is refused: the focus is on it, and `words` stand at it. */
async function refusedAt(name: string, words: RegExp): Promise<void> {
  await press('Control+s');
  await waitFor(
    async () => (await focused()) === name,
    async () => `the focus is on “${await focused()}”`,
    8000,
  );
  const described = await page.evaluate(() => {
    const here = document.activeElement;
    const id = here?.getAttribute('aria-describedby');
    return [here?.getAttribute('aria-invalid'), id && document.getElementById(id)?.textContent];
  });
  expect(described[0]).toBe('true');
  expect(described[1]).toMatch(words);
}

describe('a sentence becomes a job', () => {
  beforeEach(() => begin());

  it('with what was meant on Tab, read back, in cron, and counted ahead', async () => {
    await field('Name').fill('Water the plants');
    await field('Command').fill('true');
    await field('Schedule').fill('evry wekday at 9:25');
    await page.getByText('Did you mean every weekday at 9:25').waitFor();
    await page.getByText('When is not finished').waitFor();
    expect(await button('Save').isDisabled()).toBe(true);
    expect(await field('Schedule').getAttribute('aria-invalid')).toBe('true');
    await page.getByText('as suggested').waitFor();
    await field('Schedule').press('Tab');
    expect(await field('Schedule').inputValue()).toBe('every weekday at 9:25');
    await page.getByText('Every weekday at 09:25').first().waitFor();
    const ahead = page.getByRole('complementary', { name: 'Next 5 runs' }).getByText('09:25');
    await waitFor(async () => (await ahead.count()) === 5);
    await page.getByRole('button', { name: 'Cron', exact: true }).click();
    expect(await field('Schedule').inputValue()).toBe('25 9 * * 1,2,3,4,5');
    await press('Control+s');
    await page.getByRole('switch', { name: 'Water the plants' }).waitFor();
    const { triggers } = await jobNamed('Water the plants');
    expect(triggers.map(({ spec }) => spec)).toEqual([{ kind: 'cron', expression: '25 9 * * 1,2,3,4,5' }]);
    expect(await page.evaluate(() => localStorage.getItem('belfry.drafts.1') ?? '[]')).toBe('[]');
  });

  it('with tags, a rhythm of its own, rules and addresses, by keyboard alone', async () => {
    await field('Name').fill('Everything');
    await press('Tab');
    await page.keyboard.type('db, web');
    await press('Enter');
    await button('Remove the tag db').waitFor();
    await field('Command').fill('true');
    await button('on wake').press('Enter');
    await button('when files change').press('Enter');
    await field('Files, folders or patterns, one a line').fill('/tmp/a\n/tmp/b');
    await select('If it fails').selectOption({ label: 'Retry 3 times, 10 s apart' });
    await select('Stop after').selectOption({ label: 'Other…' });
    await field('Stop after, in words').fill('45 s');
    await button(/^Only if/).press('Enter');
    await page.getByRole('menuitemcheckbox', { name: 'Online' }).press('Enter');
    await page.getByRole('menuitemcheckbox', { name: 'On an unmetered network' }).press('Enter');
    await page.getByRole('menuitemcheckbox', { name: 'Even on battery' }).press('Enter');
    await page.getByRole('menuitemradio', { name: 'Let it wait' }).press('Enter');
    await press('Escape');
    await button('Only if: Online, on an unmetered network, even on battery').waitFor();
    await button('More rules').press('Enter');
    await field('Exit codes that are right').fill('0, 24');
    await field('Output must not match').fill('warning');
    await select('Each wait').selectOption({ label: 'Twice the last' });
    await select('Make up for what was missed within').selectOption({ label: 'Any time' });
    await page.getByRole('switch', { name: 'Keep the computer awake while it runs' }).press('Space');
    await page.getByRole('switch', { name: 'It is late' }).press('Space');
    await select('How late').selectOption({ label: '5 min' });
    await button('Webhook').press('Enter');
    await field('Webhooks').fill('https://hooks.test/a https://hooks.test/b');
    await button('Webhook · https://hooks.test/a +1').waitFor();
    await press('Control+s');
    await page.getByRole('switch', { name: 'Everything' }).waitFor();
    const job = await jobNamed('Everything');
    expect(job.tags).toEqual(['db', 'web']);
    expect(job.triggers.map(({ spec }) => spec)).toEqual([
      { kind: 'wake' },
      { kind: 'files', paths: ['/tmp/a', '/tmp/b'], settleMs: 2000 },
    ]);
    expect(job.policy).toMatchObject({
      ...{ timeoutMs: 45_000, catchUpWindowMs: null, keepAwake: true },
      retry: { count: 3, delayMs: 10_000, backoff: 'exponential' },
      success: { exitCodes: [0, 24], mustNotMatch: 'warning' },
      conditions: { online: true, unmet: 'wait', mains: 'any', unmetered: 'only' },
    });
    expect(job.notifications).toMatchObject({
      lateMs: 300_000,
      webhooks: ['https://hooks.test/a', 'https://hooks.test/b'],
    });
  });

  it('goes through the fields in the order they stand, and not through a trap', async () => {
    await field('Name').focus();
    const passed: string[] = [];
    for (let at = 0; at < 60; at++) {
      passed.push(await focused());
      await press('Tab');
    }
    const order = [
      ...['Name', 'Tags', 'Command', 'Working directory', 'Schedule', 'If missed', 'Stop after'],
      'It fails',
      'Description',
    ];
    const places = order.map((name) => passed.indexOf(name));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
});

describe('what is refused is said at its field, which takes the focus', () => {
  beforeEach(() => begin());

  it('for each part of the form, also what is folded away', async () => {
    await press('Control+s');
    await refusedAt('Name', /Give the job a name/);
    await field('Name').fill('Refused');
    await refusedAt('Command', /Give a command/);
    await field('Command').fill('true');
    await button('Add a variable').click();
    await field('Variable').fill('2ND');
    await refusedAt('Variable', /letters, digits and _ only/);
    await field('Variable').fill('SECOND');
    await button('E-mail').click();
    await field('E-mail to').fill('ops@example.com, nobody');
    await button('E-mail · ops@example.com +1').click();
    await refusedAt('E-mail to', /Give an address/);
    await field('E-mail to').fill('ops@example.com');
    await button('More rules').click();
    await field('Output must match').fill('(');
    await button('More rules').click();
    await refusedAt('Output must match', /not a valid regular expression/);
    await field('Output must match').fill('');
    await select('Stop after').selectOption({ label: 'Other…' });
    await field('Stop after, in words').fill('soon');
    await refusedAt('Stop after, in words', /Write a time/);
    await field('Stop after, in words').fill('5 s');
    await button('when files change').click();
    await refusedAt('Files, folders or patterns, one a line', /Name a file/);
    await field('Files, folders or patterns, one a line').fill(`/tmp/${'a'.repeat(5000)}`);
    await press('Control+s');
    await waitFor(async () => (await focused()) === 'Files, folders or patterns, one a line');
    await button(/^Remove schedule/).click();
    await choose('HTTP');
    await field('Address').fill('example.com');
    await refusedAt('Address', /http:\/\/ or https:\/\//);
    await field('Address').fill('https://example.com');
    await page.getByRole('tab', { name: 'Expect' }).click();
    await field('Statuses that are right').fill('fine');
    await page.getByRole('tab', { name: 'Body' }).click();
    await refusedAt('Statuses that are right', /2xx, 204 or 200-299/);
    expect((await jobs()).some(({ name }) => name === 'Refused')).toBe(false);
  });

  it('for a test run too', async () => {
    await choose('Script');
    await press('Control+Enter');
    await waitFor(async () => (await focused()) === 'Script');
    await page.getByText('Write the script.').waitFor();
  });
});

describe('a draft', () => {
  const offer = () => page.getByText(/You have an unsaved draft from \d/);

  it('survives closing the window, and quitting', async () => {
    await begin();
    await field('Name').fill('Half a job');
    await field('Command').fill('echo not yet');
    await page.getByRole('button', { name: 'Close' }).click();
    await openWindow();
    await goTo('/jobs/new');
    await offer().waitFor();
    await button('Continue').click();
    expect(await field('Command').inputValue()).toBe('echo not yet');
    await field('Schedule').fill('every day at 7:00');
    await waitFor(
      async () => (await page.evaluate(() => localStorage.getItem('belfry.drafts.1')))?.includes('7:00') ?? false,
    );
    await belfry.close();
    await open();
    await goTo('/jobs/new');
    await offer().waitFor();
    await button('Continue').click();
    expect(await field('Name').inputValue()).toBe('Half a job');
    expect(await field('Schedule').inputValue()).toBe('every day at 7:00');
    await press('Control+s');
    await page.getByRole('switch', { name: 'Half a job' }).waitFor();
    await goTo('/jobs/new');
    await field('Name').waitFor();
    expect(await offer().count()).toBe(0);
  });

  it('belongs to its job, is not lost to another, and is gone when it is discarded', async () => {
    const { id } = await jobNamed('Half a job');
    await begin(`/jobs/${id}/edit`);
    await field('Command').fill('echo other');
    await press('Escape');
    await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor();
    await button('Keep editing').click();
    expect(await field('Command').inputValue()).toBe('echo other');
    await page.reload();
    await field('Name').waitFor();
    await offer().waitFor();
    // What is typed besides it does not write over it.
    await field('Description').fill('another thought');
    await page.waitForTimeout(400);
    await page.reload();
    await offer().waitFor();
    await button('Discard').click();
    await offer().waitFor();
    await button('Continue').click();
    expect(await field('Command').inputValue()).toBe('echo other');
    await press('Escape');
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await page.waitForFunction(() => !location.pathname.endsWith('/edit'));
    expect(await page.evaluate(() => localStorage.getItem('belfry.drafts.1'))).toBe('[]');
    expect((await jobNamed('Half a job')).action).toMatchObject({ run: { line: 'echo not yet' } });
  });
});

describe('beside the form', () => {
  it('stands what an edit changes in the coming week', async () => {
    const { id } = await jobNamed('Half a job');
    await begin(`/jobs/${id}/edit`);
    const change = page.getByRole('region', { name: 'What this edit changes' });
    await field('Description').fill('in the morning');
    await page.waitForTimeout(300);
    expect(await change.count()).toBe(0);
    await field('Schedule').fill('every day at 7:00 and 19:00');
    await change.getByText(/^7 runs a week become 14; first difference .*19:00\.$/).waitFor();
    await field('Schedule').fill('every minute');
    await change.getByText(/^7 runs a week become over 1,?000; first difference/).waitFor();
    await field('Schedule').fill('0 7 * * *');
    await waitFor(async () => (await change.count()) === 0);
    await field('Schedule').fill('0 7 1 1 *');
    await change.getByText(/^7 runs a week become/).waitFor();
  });

  it('a test run streams what it prints, while it runs', async () => {
    await begin();
    await field('Command').fill('echo first; sleep 2; echo second; exit 4');
    await press('Control+Enter');
    const pane = page.getByRole('region', { name: 'Test run' });
    await pane.getByText('first', { exact: true }).waitFor();
    expect(await pane.getByText('second', { exact: true }).count()).toBe(0);
    await button('Stop').waitFor();
    await pane.getByText('second', { exact: true }).waitFor();
    await pane.getByText(/Exit 4 in/).waitFor();
    await pane.getByText(/Not recorded in History/).waitFor();
  });
});

describe.each(['light', 'dark'] as const)('axe finds nothing wrong in %s', (theme) => {
  beforeAll(() => page.evaluate((wanted) => window.belfry.request('settings.set', { theme: wanted }), theme));

  it.each(KINDS)('with the fields of %s', async (kind) => {
    await begin();
    await choose(kind);
    await button('More rules').click();
    await button('after a job').click();
    await button('Another trigger').click();
    await field('Schedule 2').fill('every wekday at 9:25');
    await page.getByText('Did you mean').waitFor();
    await button('Add a variable').click();
    await button('Ping').click();
    await page.getByRole('switch', { name: 'It is late' }).click();
    await field('Name').fill('Seen by axe');
    await page.waitForFunction(() => document.getAnimations().length === 0);
    expect(await violations(page)).toEqual([]);
  });

  it('with a refusal and an offered draft', async () => {
    await begin();
    await field('Name').fill('Left behind');
    await page.waitForTimeout(400);
    await page.reload();
    await page.getByText(/unsaved draft/).waitFor();
    await press('Control+s');
    await page.getByText('Give the job a name.').waitFor();
    expect(await violations(page)).toEqual([]);
  });
});
