import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pseudoLocale } from '../../electron/dev/pseudo-locale.mjs';
import { waitFor } from './belfry.ts';
import { type Day, startDay } from './day.ts';
import { open, PLACES } from './places.ts';

let day: Day;
let page: Page;
beforeAll(async () => {
  day = await startDay(['--force-device-scale-factor=1']);
  ({ page } = day);
  page.setDefaultTimeout(15_000);
});
afterAll(() => day?.close());

async function resize(width: number, height: number, zoom = 1): Promise<void> {
  await day.running.app.evaluate(
    ({ BrowserWindow }, [w, h, factor]) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setContentSize(w, h);
      window?.webContents.setZoomFactor(factor);
    },
    [width, height, zoom] as const,
  );
  await waitFor(() => page.evaluate((wanted) => Math.abs(window.innerWidth - wanted) < 2, width / zoom));
}
const resume = () => page.evaluate(() => window.belfry.request('scheduler.resume', {}));

describe.each([
  ['760 × 520', 1],
  ['760 × 520 at 200 %', 2],
])('at %s', (_, zoom) => {
  beforeAll(async () => {
    await resume();
    await resize(760, 520, zoom);
  });
  afterAll(() => resize(1280, 820));
  it.each(PLACES.map((place) => [place.name, place] as const))('%s fits', async (_name, place) => {
    await open(page, place);
    expect(await page.evaluate(misfits)).toEqual([]);
  });
});

describe('in forced colours and without motion', () => {
  it('what is chosen and what is focused keep an outline, and nothing moves', async () => {
    await resume();
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setEmulatedMedia', {
      features: [
        { name: 'forced-colors', value: 'active' },
        { name: 'prefers-reduced-motion', value: 'reduce' },
      ],
    });
    for (const place of PLACES.filter(({ name }) => /^(jobs, one open|history, one run|keys|now)$/.test(name))) {
      await open(page, place);
      const seen = await page.evaluate(() => {
        const outlined = (element: Element) => getComputedStyle(element).outlineStyle !== 'none';
        return {
          here: [...document.querySelectorAll('nav [aria-current]')].map(outlined),
          moving: document.getAnimations().length,
        };
      });
      expect(seen.moving, place.name).toBe(0);
      expect(seen.here, place.name).toEqual([true]);
    }
    await session.send('Emulation.setEmulatedMedia', { features: [] });
  });
});

describe.each(['long', 'rtl'])('in the pseudo-locale %s', (locale) => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'belfry-'));
    await build({
      configFile: fileURLToPath(new URL('../../renderer/vite.config.ts', import.meta.url)),
      plugins: [pseudoLocale(locale)],
      logLevel: 'error',
      build: { outDir: folder, emptyOutDir: true },
    });
    await serve(folder);
    await resume();
    await page.reload();
    await page.getByRole('main').waitFor();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is there', async () => {
    expect(readFileSync(join(folder, 'index.html'), 'utf8').includes('dir="rtl"')).toBe(locale === 'rtl');
    expect((await page.getByRole('main').innerText()).includes('ñ]')).toBe(locale === 'long');
  });

  it.each(PLACES.map((place) => [place.name, place] as const))('%s fits', async (_name, place) => {
    await open(page, place);
    expect(await page.evaluate(misfits)).toEqual([]);
  });
});

/** Has the running application hand out the window's files from another folder. */
async function serve(folder: string): Promise<void> {
  await day.running.app.evaluate(({ protocol, net }, from) => {
    protocol.unhandle('app');
    protocol.handle('app', (request) => {
      const { pathname } = new URL(request.url);
      return net.fetch(`file://${from}${/\.\w+$/.test(pathname) ? pathname : '/index.html'}`);
    });
  }, folder);
}

/** What does not fit: pages that scroll sideways, text that is cut where it may not be, controls under the caption buttons. */
function misfits(): string[] {
  const found: string[] = [];
  const say = (what: string, element: Element) => {
    const where = [element.parentElement?.className, element.className].map(String).join(' > ');
    found.push(`${what}: <${element.tagName.toLowerCase()} ${where}> ${element.textContent?.slice(0, 60)}`);
  };
  const { innerWidth } = window;
  if (document.documentElement.scrollWidth > innerWidth) say('sideways', document.documentElement);
  const captions = document.querySelector('[class*="captions"]')?.getBoundingClientRect();
  for (const element of document.querySelectorAll<HTMLElement>('#root *, [role="dialog"] *')) {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2 || style.visibility === 'hidden') continue;
    // For ears only.
    if (style.clipPath !== 'none') continue;
    const hidden = style.overflowX === 'hidden' || style.overflowX === 'clip';
    const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    if (own && hidden && style.textOverflow !== 'ellipsis' && element.scrollWidth > element.clientWidth + 1)
      say('cut', element);
    const scroller =
      (style.overflowX === 'auto' || style.overflowX === 'scroll') &&
      !element.matches('pre, textarea, .output, [role="tablist"], :has(> table)');
    if (scroller && element.scrollWidth > element.clientWidth + 1) say('scrolls sideways', element);
    if (own && !element.closest('[aria-hidden]')) {
      const range = document.createRange();
      range.selectNodeContents(element);
      const text = range.getBoundingClientRect();
      const clip = element.closest<HTMLElement>('.cut, [class*="cut"], input, pre');
      if (!clip && (text.right > innerWidth + 1 || text.left < -1)) say('outside', element);
    }
    if (
      captions &&
      element.matches('header button, header a, header input') &&
      !element.closest('[class*="captions"], main, [role="dialog"]')
    ) {
      const overlaps = box.right > captions.left + 1 && box.left < captions.right - 1 && box.top < captions.bottom - 1;
      if (overlaps && box.bottom > captions.top + 1) say('under the caption buttons', element);
    }
  }
  return [...new Set(found)];
}
