import type { Page } from 'playwright-core';

/** Somewhere in the window: an address, and what is pressed there. `{job:NAME}` and `{run:NAME}` stand for ids. */
export interface Place {
  name: string;
  path: string;
  act?: (page: Page) => Promise<unknown>;
}

const press =
  (...keys: string[]) =>
  async (page: Page) => {
    for (const key of keys) await page.keyboard.press(key);
  };
const inGrid =
  (...keys: string[]) =>
  async (page: Page) => {
    await page.getByRole('grid').first().focus();
    await press(...keys)(page);
  };
/** By the page's own click: a pointer of tests aims wrong in a zoomed window. */
const choose = (name: string) => (page: Page) =>
  page.getByRole('radio', { name, exact: true }).evaluate((radio: HTMLInputElement) => radio.click());
/** Types into the palette, which is opened where it is not, and presses a key once something is found. */
const fromPalette = async (page: Page, typed: string, key: string) => {
  if ((await page.getByRole('combobox', { name: 'Search or run' }).count()) === 0)
    await page.keyboard.press('Control+k');
  await page.keyboard.type(typed);
  await page.getByRole('option').first().waitFor();
  await settled(page);
  await page.keyboard.press(key);
};
const kind = (name: string): Place => ({
  name: `editor, ${name}`,
  path: '/jobs/new',
  act: choose(name),
});
const pause = (until: number) => (page: Page) =>
  page.evaluate((to) => window.belfry.request('scheduler.pause', { until: to }), until);

/** Every screen and what can lie over one, on the design's day. The last leaves everything paused. */
export const PLACES: readonly Place[] = [
  { name: 'now', path: '/' },
  { name: 'now, a week', path: '/', act: choose('7 d') },
  { name: 'now, as a table', path: '/', act: inGrid('t') },
  { name: 'jobs', path: '/jobs' },
  { name: 'jobs, one open', path: '/jobs/{job:Renew TLS certificates}' },
  { name: 'jobs, chosen', path: '/jobs', act: inGrid('Home', 'x', 'ArrowDown', 'Shift+X') },
  { name: 'jobs, none found', path: '/jobs?filter=docker%20prun' },
  { name: 'jobs, one gone', path: '/jobs/4711', act: (page) => page.getByRole('alert').first().waitFor() },
  ...['Command', 'Script', 'HTTP', 'E-mail', 'SQL', 'Function'].map(kind),
  { name: 'editor, a job', path: '/jobs/{job:Nightly database backup}/edit' },
  {
    name: 'editor, left unsaved',
    path: '/jobs/new',
    act: async (page) => {
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Half done');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'history', path: '/history' },
  { name: 'history, one run', path: '/history?run={run:Renew TLS certificates}' },
  { name: 'history, a run gone', path: '/history?run=4711' },
  ...[
    ...['general', 'time', 'notifications', 'variables', 'secrets', 'shells', 'history', 'appearance', 'shortcuts'],
    ...['backup', 'about'],
  ].map((category) => ({ name: `settings, ${category}`, path: `/settings/${category}` })),
  { name: 'palette', path: '/jobs', act: press('Control+k') },
  {
    name: 'palette, a sentence',
    path: '/jobs',
    act: async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('every day at 9 ./water.sh');
      await page.getByRole('option').last().waitFor();
    },
  },
  {
    name: 'palette, a run with variables',
    path: '/jobs',
    act: async (page) => {
      await fromPalette(page, 'nightly', 'Tab');
      await fromPalette(page, 'variables', 'Enter');
    },
  },
  { name: 'palette, an export', path: '/jobs', act: (page) => fromPalette(page, 'export all', 'Enter') },
  { name: 'keys', path: '/jobs', act: inGrid('Shift+?') },
  { name: 'now, paused', path: '/', act: pause(Date.parse('2026-10-23T16:00+02:00')) },
];

/** Moves the window to a path of it, as a link would. */
export const goTo = (page: Page, path: string): Promise<void> =>
  page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);

/** Closes what lies over the screen, and gives up a draft. */
async function clear(page: Page): Promise<void> {
  for (let tries = 0; tries < 20 && (await page.getByRole('dialog').count()) > 0; tries++) {
    const discard = page.locator('.bf-ask-actions button').first();
    if ((await discard.count()) > 0) await discard.click();
    else await page.keyboard.press('Escape');
    await page.waitForTimeout(50);
  }
}

/** Opens a place and waits until nothing moves. */
export async function open(page: Page, { path, act }: Place): Promise<void> {
  await clear(page);
  const [, what, name] = /\{(job|run):(.+?)\}/.exec(path) ?? [];
  const id = what === undefined ? '' : String(await idOf(page, what, String(name)));
  // By way of a neutral place: the same address twice must be a fresh start as well.
  await goTo(page, '/settings/about');
  await clear(page);
  await goTo(page, path.replace(/\{.+?\}/, id));
  await page.getByRole('main').waitFor();
  await settled(page);
  await act?.(page);
  await settled(page);
}

function idOf(page: Page, what: string, name: string): Promise<number | undefined> {
  return page.evaluate(
    async ([kind, wanted]) => {
      const jobs = await window.belfry.request('jobs.list');
      const job = jobs.ok ? jobs.result.find((one) => one.name === wanted) : undefined;
      return kind === 'job' ? job?.id : job?.lastRun?.id;
    },
    [what, name],
  );
}

/** Until nothing is loading or fading, and two frames in a row are the same. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.fonts.status === 'loaded' &&
      document.querySelector('[class*="skeleton" i]') === null &&
      document.getAnimations().every(({ playState }) => playState !== 'running'),
  );
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let quiet = 0;
        let html = '';
        const look = () => {
          const now = document.body.innerHTML;
          quiet = now === html ? quiet + 1 : 0;
          html = now;
          if (quiet >= 6) resolve();
          else setTimeout(look, 30);
        };
        look();
      }),
  );
}
