import { afterEach, describe, expect, it, vi } from 'vitest';

vi.stubGlobal('window', { belfry: { platform: 'linux' }, addEventListener() {} });
vi.stubGlobal('location', { pathname: '/', search: '' });
vi.stubGlobal('history', { pushState() {} });

const { caps, keyTable } = await import('../../renderer/keys/table.ts');
const { jobActions } = await import('../../renderer/jobs/job-actions.ts');
const { arrows } = await import('../../renderer/ui/direction.ts');
const { keyName } = await import('../../renderer/ui/keys.ts');
const { nextZoom } = await import('../../renderer/state/zoom.ts');

/** All keys that the interface's design names, and where. */
const DESIGNED: [scope: string, key: string][] = [
  ...['mod+k', 'mod+1', 'mod+2', 'mod+3', 'mod+n', 'mod+,', 'mod+shift+p', '/', '?'].map((key): [string, string] => [
    'everywhere',
    key,
  ]),
  ...['arrowdown', 'j', 'arrowup', 'k', 'enter', 'escape', 'arrowright', 'arrowleft'].map((key): [string, string] => [
    'list',
    key,
  ]),
  ...['space', 'r', 'e', 'p', 's', 'y', 'x', 'd', 'delete'].map((key): [string, string] => ['job', key]),
  ['timeline', 't'],
  ['palette', 'tab'],
  ['editor', 'mod+s'],
  ['editor', 'mod+enter'],
  ['output', 'mod+f'],
];

describe('the table of keys', () => {
  it.each(DESIGNED)('has %s: %s', (scope, key) => {
    expect(keyTable.filter((entry) => entry.scope === scope && entry.keys.some((one) => one === key))).toHaveLength(1);
  });

  it('gives no key two meanings in one place', () => {
    const named = keyTable.flatMap(({ scope, keys }) => keys.map((key) => `${scope} ${key}`));
    expect(new Set(named).size).toBe(named.length);
  });

  it('says what each does, and does what works everywhere', () => {
    for (const { label } of keyTable) expect(label).not.toBe('');
    for (const entry of keyTable.filter(({ scope }) => scope === 'everywhere'))
      expect(entry.run).toBeTypeOf('function');
  });

  it('holds every key of the jobs’ actions', () => {
    const inTable = new Set(keyTable.filter(({ scope }) => scope === 'job').flatMap(({ keys }) => [...keys]));
    for (const { key } of jobActions) if (key) expect(inTable).toContain(key);
  });

  it('names keys as they come from the keyboard', () => {
    const pressed = (key: string, more: object = {}) =>
      keyName({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more }, false);
    const known = new Set(keyTable.flatMap(({ keys }) => [...keys]));
    expect(known).toContain(pressed('?', { shiftKey: true }));
    expect(known).toContain(pressed('P', { ctrlKey: true, shiftKey: true }));
    expect(known).toContain(pressed('+', { ctrlKey: true, shiftKey: true }));
    expect(known).toContain(pressed('=', { ctrlKey: true }));
    expect(known).toContain(pressed('-', { ctrlKey: true }));
    expect(known).toContain(pressed('ArrowDown'));
  });

  it.each([
    ['mod+shift+p', 'Mod Shift P'],
    ['mod++', 'Mod +'],
    ['arrowup', '↑'],
    ['delete', 'Del'],
    ['?', '?'],
    ['+', '+'],
    ['arrowleft', '←'],
  ])('shows %s as %s', (key, shown) => expect(caps(key)).toBe(shown));
});

describe('zoom', () => {
  it('goes from step to step and stops at the ends', () => {
    expect(nextZoom(100, 1)).toBe(110);
    expect(nextZoom(100, -1)).toBe(90);
    expect(nextZoom(105, 1)).toBe(110);
    expect(nextZoom(300, 1)).toBe(300);
    expect(nextZoom(50, -1)).toBe(50);
  });
});

describe('the arrows that lead on and back', () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each([
    ['ltr', 'arrowright', 'arrowleft'],
    ['', 'arrowright', 'arrowleft'],
    ['rtl', 'arrowleft', 'arrowright'],
  ])('of a page that is read %s', (dir, on, back) => {
    vi.stubGlobal('document', { dir });
    expect(arrows()).toEqual({ on, back });
  });
});
