import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { violations } from './axe.ts';
import { type Running, waitFor } from './belfry.ts';
import { oneBelfry } from './one-belfry.ts';
import { goTo, settled } from './places.ts';

/** "Each in under three actions": a click, a chord of keys, or a text that is typed. */
const MOST_ACTIONS = 2;

let belfry: Running;
let page: Page;
oneBelfry((running, window) => {
  belfry = running;
  page = window;
}, 15_000);

/** Somebody with hands, of whom each action is counted. */
function hands() {
  let actions = 0;
  const counted =
    <A extends unknown[]>(act: (...args: A) => Promise<unknown>) =>
    async (...args: A) => {
      actions++;
      await act(...args);
    };
  return {
    type: counted((text: string) => page.keyboard.type(text)),
    press: counted((key: string) => page.keyboard.press(key)),
    click: counted((role: Parameters<Page['getByRole']>[0], name: string | RegExp) =>
      page.getByRole(role, { name }).first().click(),
    ),
    done: () => expect(actions, 'actions it took').toBeLessThanOrEqual(MOST_ACTIONS),
  };
}

describe('a person who has never seen Belfry', () => {
  const COMMAND = 'echo hello from the tower';
  const panel = () => page.getByRole('complementary', { name: COMMAND, exact: true });
  /** It rings each second: what happened several times over may stand in one row. */
  const rowOf = (status: string) => new RegExp(`^${COMMAND}, (\\d+ runs, )?${status}`);

  it('sees what Belfry is, with nothing wrong for axe', async () => {
    await page.getByRole('textbox', { name: 'Schedule and command' }).waitFor();
    await settled(page);
    expect(await violations(page)).toEqual([]);
  });

  it('makes a job from a sentence', async () => {
    const me = hands();
    await me.type(`every second run ${COMMAND}`);
    // At once: nobody waits until what was typed has been read.
    await me.press('Enter');
    await panel().waitFor();
    me.done();
  });

  it('sees it ring', async () => {
    const me = hands();
    await panel()
      .getByRole('img', { name: 'Succeeded' })
      .or(panel().getByText(/succeeded/i))
      .first()
      .waitFor();
    me.done();
  });

  it('pauses everything', async () => {
    const me = hands();
    await me.click('button', 'Pause all');
    await me.click('menuitem', 'Until I resume');
    await waitFor(async () => (await belfry.json<{ state: string }>('status')).state === 'paused');
    me.done();
  });

  it('finds its output', async () => {
    const me = hands();
    await me.click('link', 'History');
    await me.click('row', rowOf('Succeeded'));
    await page.getByText('hello from the tower', { exact: true }).first().waitFor();
    me.done();
  });

  it('finds out why it did not run', async () => {
    await page.waitForTimeout(1500);
    await page.keyboard.press('Control+Shift+P');
    await waitFor(async () => (await belfry.json<{ state: string }>('status')).state !== 'paused');
    await goTo(page, '/');
    const me = hands();
    await me.click('link', 'History');
    await page
      .getByRole('row', { name: rowOf('(Missed|Skipped)') })
      .getByText(/paused/)
      .first()
      .waitFor();
    me.done();
    await belfry.belfry('off', COMMAND);
  });
});

describe('with the keyboard alone', () => {
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');

  it('a job is made from a sentence, run, and its output found', async () => {
    await press('Control+k');
    await page.keyboard.type('every day at 9 echo by keys');
    await press('Enter');
    await page.getByRole('textbox', { name: 'Schedule' }).waitFor();
    await press('Control+s');
    await page.getByRole('row', { name: 'echo by keys', exact: true }).waitFor();
    await press('Control+k');
    await page.keyboard.type('echo by keys');
    await page.getByRole('option').filter({ hasText: 'echo by keys' }).first().waitFor();
    await press('Control+r');
    await waitFor(async () => (await belfry.json<unknown[]>('history', '--job', 'echo by keys')).length === 1);
    await press('Control+3');
    await page.getByRole('row', { name: /^echo by keys, Succeeded/ }).waitFor();
    for (let tabs = 0; tabs < 60 && !(await focused()).includes(', '); tabs++) await press('Tab');
    for (let rows = 0; rows < 60 && !(await focused()).startsWith('echo by keys'); rows++) await press('ArrowDown');
    await press('Enter');
    await page.getByText('by keys', { exact: true }).first().waitFor();
  });

  it('Enter on what the palette does not find does nothing, also not later', async () => {
    await press('Control+k');
    await page.keyboard.type('made afterwards');
    await page.getByText('“made afterwards”').waitFor();
    await press('Enter');
    await belfry.belfry('add', '--name', 'made afterwards', '--command', 'true');
    const found = page.getByRole('dialog').getByRole('option').filter({ hasText: 'made afterwards' }).first();
    await found.waitFor();
    await page.waitForTimeout(300);
    expect(await found.isVisible()).toBe(true);
    await press('Escape');
  });

  it('history is searched', async () => {
    await press('Escape', 'Control+3', '/');
    await page.keyboard.type('by keys');
    await waitFor(() => page.url().includes('by'));
    await page
      .getByRole('row', { name: /^echo hello/ })
      .first()
      .waitFor({ state: 'detached' });
    await page
      .getByRole('row', { name: /^echo by keys/ })
      .first()
      .waitFor();
    await press('Escape', 'Escape');
  });

  it('everything is paused and resumed', async () => {
    await press('Control+1', 'Control+Shift+P');
    await waitFor(async () => (await belfry.json<{ state: string }>('status')).state === 'paused');
    await press('Control+Shift+P');
    await waitFor(async () => (await belfry.json<{ state: string }>('status')).state !== 'paused');
  });

  it('why a job did not run is found out', async () => {
    await press('Control+3');
    await page
      .getByRole('row', { name: /^echo hello.*, Skipped/ })
      .first()
      .waitFor();
    for (let tabs = 0; tabs < 60 && !(await focused()).includes(', '); tabs++) await press('Tab');
    for (let rows = 0; rows < 60 && !/^echo hello.*, Skipped/.test(await focused()); rows++) await press('ArrowDown');
    await press('Enter');
    await page
      .getByRole('complementary', { name: /^Run of echo hello/ })
      .getByText(/paused/i)
      .first()
      .waitFor();
    await press('Escape');
  });

  it('a setting is changed', async () => {
    await press('Control+,', '/');
    await page.keyboard.type('ring jobs');
    const toggle = page.getByRole('switch', { name: 'Ring jobs on time' });
    // What was found stands in the place of the category, in which the switch is as well.
    await page.getByRole('region', { name: 'General, Ringing' }).waitFor();
    for (let tabs = 0; tabs < 60 && (await focused()) !== 'Ring jobs on time'; tabs++) await press('Tab');
    const before = await toggle.getAttribute('aria-checked');
    await press('Space');
    await waitFor(async () => (await toggle.getAttribute('aria-checked')) !== before);
    await press('Space');
    await waitFor(async () => (await toggle.getAttribute('aria-checked')) === before);
  });

  it.each(['/', '/jobs', '/jobs/new', '/history', '/settings', '/settings/appearance'])(
    'the focus is seen wherever it is on %s',
    async (path) => {
      await goTo(page, '/');
      await goTo(page, path);
      await settled(page);
      const unseen: string[] = [];
      for (let tabs = 0; tabs < 45; tabs++) {
        await press('Tab');
        const here = await page.evaluate(unseenFocus);
        if (here === 'around') break;
        if (here !== null) unseen.push(here);
      }
      expect(unseen).toEqual([]);
    },
  );
});

describe('with the mouse alone, and letters for what only words say', () => {
  const NAME = 'echo by mouse';
  const click = (role: Parameters<Page['getByRole']>[0], name: string | RegExp) =>
    page.getByRole(role, { name }).first().click();
  const pane = () => page.getByRole('complementary', { name: NAME, exact: true });

  it('a job is made from a sentence', async () => {
    await click('button', 'Search or run');
    await page.keyboard.type(`every second run ${NAME}`);
    await page.getByRole('option').filter({ hasText: 'Every second' }).click();
    await click('button', 'Save');
    await pane().waitFor();
  });

  it('it is seen to ring, and its output is found from its pane', async () => {
    await pane()
      .getByText(/^(Succeeded|by schedule|on time)/i)
      .first()
      .waitFor();
    await pane()
      .getByRole('button', { name: /Succeeded/ })
      .or(pane().getByRole('link', { name: /Succeeded/ }))
      .first()
      .click();
    await page.getByText('by mouse', { exact: true }).first().waitFor();
  });

  it('everything is paused and resumed, and why it did not run is found out', async () => {
    await click('button', 'Pause all');
    await click('menuitem', 'For 1 hour');
    await waitFor(async () => (await belfry.json<{ state: string }>('status')).state === 'paused');
    await page.waitForTimeout(1500);
    await click('button', 'Resume now');
    await waitFor(async () => (await belfry.json<{ state: string }>('status')).state !== 'paused');
    await click('link', 'History');
    await click('row', new RegExp(`^${NAME}, (Skipped|Missed)`));
    await page
      .getByRole('complementary', { name: `Run of ${NAME}` })
      .getByText(/paused/i)
      .first()
      .waitFor();
    await belfry.belfry('disable', NAME);
  });
});

/** The element that has the focus when nothing shows it; null when it is seen, "around" when it left the page. */
function unseenFocus(): string | null {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return 'around';
  const rings = (element: Element | null) => {
    if (!element) return false;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
  };
  // A hidden control is shown by its label, a field by its frame, a grid by the row that is at hand.
  const shown = [
    focused,
    focused.parentElement,
    focused.nextElementSibling,
    focused.closest('label, .field, .sentence'),
  ];
  const active = focused.getAttribute('aria-activedescendant');
  // The time line draws its ring over its lanes.
  if (active) shown.push(document.getElementById(active), document.querySelector('.mark-ring'));
  return shown.some(rings) ? null : focused.outerHTML.slice(0, 160);
}

describe('a screen reader', () => {
  it('hears what failed and finished, and not the seconds of a countdown', async () => {
    await goTo(page, '/');
    await settled(page);
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      const live = '[aria-live], [role="status"], [role="alert"], [role="timer"], [role="log"]';
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          const region = (target instanceof Element ? target : target.parentElement)?.closest(live);
          if (region && region.getAttribute('aria-live') !== 'off') heard.push(region.textContent ?? '');
        }
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
    const clock = () => page.getByRole('main').innerText();
    const before = await clock();
    await page.waitForTimeout(3200);
    expect(await clock(), 'a countdown runs').not.toBe(before);
    expect((await heard()).filter((said) => !/finished/.test(said))).toEqual([]);
    await belfry.belfry('add', '--name', 'Goes wrong', '--command', 'exit 3');
    await belfry.belfry('run', 'Goes wrong', '--wait');
    await waitFor(async () => (await heard()).some((said) => said.includes('Goes wrong failed.')));
    expect(await page.getByTestId('announcer').getAttribute('aria-live')).toBe('polite');
  });
});
