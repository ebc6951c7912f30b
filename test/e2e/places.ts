import type { Page } from 'playwright-core';

/** Somewhere in the window: an address, and what is pressed there. `{job:NAME}` and `{run:NAME}` stand for ids. */
export interface Place {
  name: string;
  path: string;
  act?: (page: Page) => Promise<unknown>;
  /** Takes back what was done, for the places after it. */
  leave?: (page: Page) => Promise<unknown>;
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
/** Types into the palette, which is opened where it is not, and presses a key once something is found. */
const fromPalette = async (page: Page, typed: string, key: string) => {
  if ((await page.locator('[role="dialog"] [role="combobox"]').count()) === 0) await page.keyboard.press('Control+k');
  await page.keyboard.type(typed);
  await page.getByRole('option').first().waitFor();
  await settled(page);
  await page.keyboard.press(key);
};
/** By its place and the page's own click: words differ by language, and a pointer aims wrong in a zoomed window. */
const click = async (page: Page, selector: string, at = 0) => {
  await page
    .locator(selector)
    .nth(at)
    .evaluate((found: HTMLElement) => {
      // A menu does not open at what cannot be seen.
      found.scrollIntoView({ block: 'nearest' });
      found.click();
    });
};
const kind = (name: string, at: number): Place => ({
  name: `editor, ${name}`,
  path: '/jobs/new',
  act: (page) => click(page, '.editor .segments input', at),
});
/** Opens a menu, and chooses from it where `at` is given. */
const menu = async (page: Page, selector: string, at?: number) => {
  await click(page, selector);
  await page.getByRole('menu').waitFor();
  if (at !== undefined) await click(page, '[role="menu"] [role^="menuitem"]', at);
};
const PAUSE = 'section[class*="state"] button';
const UNTIL_DATE = 3;
/** Asks for a pause until a date, and says one. */
const pauseUntil = (typed: string, read: string) => async (page: Page) => {
  await menu(page, PAUSE, UNTIL_DATE);
  await page.locator('[role="dialog"] input').fill(typed);
  await page.locator(`[role="dialog"] ${read}`).waitFor();
};
/** A message at the foot of the window: it stays while it is looked at, and goes by one of its buttons. */
const message = (act: (page: Page) => Promise<unknown>, button: number): Required<Pick<Place, 'act' | 'leave'>> => ({
  act: async (page) => {
    await page.evaluate(() => {
      const { setTimeout } = window;
      const patient = ((run: () => void, ms = 0) => setTimeout(run, ms >= 5000 ? 1e9 : ms)) as typeof setTimeout;
      Object.assign(window, { setTimeout: patient, hasty: setTimeout });
    });
    await act(page);
    await page.locator(MESSAGE).first().waitFor();
  },
  leave: async (page) => {
    await click(page, MESSAGE, button);
    await page.evaluate(() => Object.assign(window, { setTimeout: (window as never as { hasty: unknown }).hasty }));
  },
});
const MESSAGE = '[class*="toaster"] button';
const give = (page: Page, name: string, text: string) =>
  page
    .locator('input[type="file"]')
    .first()
    .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
const pause = (until: number) => (page: Page) =>
  page.evaluate((to) => window.belfry.request('scheduler.pause', { until: to }), until);

/** What can be taken over, what cannot, and what is carried over otherwise. */
const CRONTAB = [
  'MAILTO=ann@example.com',
  '30 2 * * * /usr/local/bin/backup.sh --all --to /mnt/nas',
  '*/10 9-17 * * 1-5 curl -fsS https://shop.example.com/health',
  '@reboot ~/bin/mount-share',
  '61 * * * * nothing',
].join('\n');

/** Every screen and what can lie over one, on the design's day. The last leaves everything paused. */
export const PLACES: readonly Place[] = [
  { name: 'now', path: '/' },
  { name: 'now, a week', path: '/?reach=7d' },
  { name: 'now, as a table', path: '/', act: inGrid('t') },
  { name: 'jobs', path: '/jobs' },
  { name: 'jobs, one open', path: '/jobs/{job:Renew TLS certificates}' },
  { name: 'jobs, chosen', path: '/jobs', act: inGrid('Home', 'x', 'ArrowDown', 'Shift+X') },
  {
    name: 'jobs, chosen, tags',
    path: '/jobs',
    act: async (page) => {
      await inGrid('Home', 'x')(page);
      await click(page, '[role="toolbar"] [aria-haspopup="dialog"]');
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'jobs, by tag', path: '/jobs', act: (page) => menu(page, '[class*="choosers"] button') },
  {
    name: 'jobs, a menu',
    path: '/jobs/{job:Renew TLS certificates}',
    act: (page) => menu(page, '[class*="tools"] [aria-haspopup="menu"]'),
  },
  {
    name: 'jobs, one deleted',
    path: '/jobs/{job:Sales digest}',
    ...message((page) => menu(page, '[class*="tools"] [aria-haspopup="menu"]', -1), 0),
  },
  { name: 'jobs, none found', path: '/jobs?filter=docker%20prun' },
  { name: 'jobs, one gone', path: '/jobs/4711', act: (page) => page.getByRole('alert').first().waitFor() },
  ...['Command', 'Script', 'HTTP', 'E-mail', 'SQL', 'Function'].map(kind),
  { name: 'editor, a job', path: '/jobs/{job:Nightly database backup}/edit' },
  {
    name: 'editor, left unsaved',
    path: '/jobs/new',
    act: async (page) => {
      await page.locator('.editor .name-line input').first().fill('Half done');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'editor, more rules',
    path: '/jobs/{job:Nightly database backup}/edit',
    act: (page) => click(page, '.editor .more'),
  },
  {
    name: 'editor, more triggers',
    path: '/jobs/{job:Nightly database backup}/edit',
    act: async (page) => {
      for (const at of [0, 1, 2, 3, 4]) await click(page, '.editor .another-kinds button', at);
    },
  },
  {
    name: 'editor, conditions',
    path: '/jobs/{job:Nightly database backup}/edit',
    act: (page) => menu(page, '.editor .as-select'),
  },
  { name: 'history', path: '/history' },
  { name: 'history, one run', path: '/history?run={run:Renew TLS certificates}' },
  {
    name: 'history, an environment',
    path: '/history?run={run:Renew TLS certificates}',
    act: (page) => click(page, '.attempts [role="tab"] >> nth=-1'),
  },
  {
    name: 'history, a menu',
    path: '/history?run={run:Renew TLS certificates}',
    act: (page) => menu(page, '.output-bar [aria-haspopup="menu"]'),
  },
  { name: 'history, one by one', path: '/history', act: (page) => click(page, '.run-row .chevron') },
  { name: 'history, a run gone', path: '/history?run=4711' },
  ...[
    ...['general', 'time', 'notifications', 'variables', 'secrets', 'shells', 'history', 'appearance', 'shortcuts'],
    ...['backup', 'about'],
  ].map((category) => ({ name: `settings, ${category}`, path: `/settings/${category}` })),
  {
    name: 'settings, none found',
    path: '/settings/general',
    act: (page) => page.locator('[data-filter-field]').fill('zzzz'),
    leave: (page) => page.locator('[data-filter-field]').fill(''),
  },
  { name: 'settings, a secret', path: '/settings/secrets', act: (page) => click(page, '.kept-foot button') },
  {
    name: 'settings, a mail account',
    path: '/settings/notifications',
    act: (page) => click(page, '.setting button >> nth=-1'),
  },
  {
    name: 'settings, a restore',
    path: '/settings/backup',
    act: async (page) => {
      await click(page, '.setting:has([title$=".sqlite"]) button');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'import, a crontab',
    path: '/settings/backup',
    act: async (page) => {
      await give(page, 'crontab', CRONTAB);
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'import, refused',
    path: '/settings/backup',
    ...message((page) => give(page, 'jobs.json', '{ "jobs": 7 }'), -1),
  },
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
  { name: 'palette, an import', path: '/jobs', act: (page) => fromPalette(page, 'import…', 'Enter') },
  { name: 'keys', path: '/jobs', act: inGrid('Shift+?') },
  { name: 'pause', path: '/jobs', act: (page) => menu(page, PAUSE) },
  { name: 'pause, until a date', path: '/jobs', act: pauseUntil('tomorrow 8:00', '.num') },
  { name: 'pause, no date', path: '/jobs', act: pauseUntil('tomorow 8:00', '.problem') },
  { name: 'now, paused', path: '/', act: pause(Date.parse('2026-10-23T16:00+02:00')) },
];

/** Moves the window to a path of it, as a link would. */
export const goTo = (page: Page, path: string): Promise<void> =>
  page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);

let leave: Place['leave'];

/** Closes what lies over the screen, and gives up a draft. */
async function clear(page: Page): Promise<void> {
  const left = leave;
  leave = undefined;
  await left?.(page);
  if ((await page.getByRole('menu').count()) > 0) await page.keyboard.press('Escape');
  for (let tries = 0; tries < 20 && (await page.getByRole('dialog').count()) > 0; tries++) {
    const discard = page.locator('body:has(.editor) .bf-ask-actions button').first();
    if ((await discard.count()) > 0) await discard.click();
    else await page.keyboard.press('Escape');
    await page.waitForTimeout(50);
  }
}

/** Opens a place and waits until nothing moves. */
export async function open(page: Page, place: Place): Promise<void> {
  const { path, act } = place;
  await clear(page);
  const [, what, name] = /\{(job|run):(.+?)\}/.exec(path) ?? [];
  const id = what === undefined ? '' : String(await idOf(page, what, String(name)));
  // By way of a neutral place: the same address twice must be a fresh start as well.
  await goTo(page, '/settings/about');
  await clear(page);
  await goTo(page, path.replace(/\{.+?\}/, id));
  await page.getByRole('main').waitFor();
  await settled(page);
  leave = place.leave;
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
