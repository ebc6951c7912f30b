import { describe, expect, it, vi } from 'vitest';
import type { SchedulerStatus } from '#contract/status.ts';
import { aJob } from './samples.ts';

vi.stubGlobal('window', { belfry: { platform: 'linux' }, addEventListener() {} });
vi.stubGlobal('location', { pathname: '/', search: '' });
vi.stubGlobal('history', { pushState() {} });

const { categories, sections, sectionsWith, settingPlaces } = await import('../../renderer/settings/sections.tsx');
const { isUnsaved, keepTyped, typedOver } = await import('../../renderer/settings/typed-variables.ts');
const { addressesIn } = await import('../../renderer/settings/addresses.ts');
const { engines, report } = await import('../../renderer/settings/report.ts');
const { firstWeekday, systemHourCycle } = await import('../../renderer/ui/locale.ts');
const { createWallTime } = await import('../../renderer/ui/wall-time.ts');
const { changeNear, nextChange } = await import('../../renderer/ui/clock-change.ts');

const titles = (find: string) => sectionsWith(find).map(({ section, whole }) => [section.title, whole]);
const iso = (at: number | undefined) => at !== undefined && new Date(at).toISOString().slice(0, 16);

describe('finding a setting', () => {
  it.each([
    ['quiet', [['Quiet', true]]],
    ['clocks forward', [['Time', false]]],
    ['ZONE', [['Time', false]]],
    ['rings late', [['Sleep', false]]],
    ['battery', [['Power and network', false]]],
    ['tethering', [['Power and network', true]]],
    ['duplicate', [['Shortcuts', true]]],
    ['no such thing', []],
  ])('“%s”', (find, found) => expect(titles(find)).toEqual(found));

  it('shows only categories that hold something, each setting at one address', () => {
    for (const { id } of categories) expect(sections.some(({ category }) => category === id)).toBe(true);
    expect(new Set(settingPlaces.map(({ path }) => path)).size).toBe(settingPlaces.length);
    expect(settingPlaces.find(({ label }) => label === 'Time zone')).toMatchObject({
      ...{ category: 'Time and sleep', path: '/settings/time?at=Time%20zone' },
    });
  });
});

describe('addresses in one field', () => {
  it.each([
    ['', []],
    [' me@example.com ', ['me@example.com']],
    ['me@example.com, team@example.com;me@example.com', ['me@example.com', 'team@example.com']],
    ['Ada Lovelace <ada@example.com>, me@example.com', ['Ada Lovelace <ada@example.com>', 'me@example.com']],
    ['https://a.example/x https://b.example', ['https://a.example/x', 'https://b.example']],
  ])('“%s”', (typed, addresses) => expect(addressesIn(typed)).toEqual(addresses));
});

describe('variables being typed', () => {
  const row = (name: string, value: string) => ({ key: 1, name, value });
  const storage = () => {
    const kept = new Map<string, string>();
    return {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    };
  };

  it('are unsaved when they say another thing, or nothing that can be saved', () => {
    expect(isUnsaved([row(' REGION ', 'north'), row('', '')], { REGION: 'north' })).toBe(false);
    expect(isUnsaved([row('REGION', 'south')], { REGION: 'north' })).toBe(true);
    expect(isUnsaved([row('A', '1'), row('A', '2')], { A: '1' })).toBe(true);
  });

  it('are found again over the same variables alone, until they are saved', () => {
    const kept = storage();
    keepTyped([row('REGION', 'nor')], {}, kept);
    expect(typedOver({}, kept)).toMatchObject([{ name: 'REGION', value: 'nor' }]);
    expect(typedOver({ LEVEL: 'own' }, kept)).toBeNull();
    keepTyped([row('REGION', 'north')], { REGION: 'north' }, kept);
    expect(typedOver({}, kept)).toBeNull();
  });

  it('are none where the storage holds something else', () => {
    for (const text of ['7', '[]', '{"over":{}}', 'no json']) {
      const kept = { ...storage(), getItem: () => text };
      expect(typedOver({}, kept)).toBeNull();
    }
  });
});

describe('the report', () => {
  const userAgent =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) belfry/0.1.0 Chrome/130.0.1 Electron/33.2.1 Safari/537.36';

  it('tells versions and counts, and nothing of what jobs are called or do', () => {
    const status = {
      ...{ version: '0.1.0', zone: 'UTC', state: 'idle', problem: null, now: 0, dataFolder: '/home/ada/belfry' },
      ...{ jobs: 1, armed: 1, running: 0, queued: 0 },
    } as SchedulerStatus;
    const text = report(status, [aJob({ name: 'Secret plan' })], userAgent, 'de');
    expect(text).toContain('Belfry 0.1.0\nElectron 33.2.1, Chromium 130.0.1\nSystem: X11; Linux x86_64');
    expect(text).toContain('Kinds: command 1');
    for (const own of ['Secret plan', 'pg_dump', 'ada']) expect(text).not.toContain(own);
  });

  it('says so where the browser does not tell', () => {
    expect(engines('')).toEqual({ electron: '?', chromium: '?', system: '?' });
  });
});

describe('the way of the system', () => {
  it('begins the week where the locale does, unless it is set', () => {
    expect(['de-DE', 'en-US', 'ar-EG'].map((locale) => firstWeekday('system', locale))).toEqual([0, 6, 5]);
    expect(firstWeekday('monday', 'en-US')).toBe(0);
  });

  it('writes hours as the locale does, unless it is set', () => {
    expect(['de-DE', 'en-US'].map((locale) => systemHourCycle(locale))).toEqual(['24', '12']);
    const at = Date.parse('2024-05-01T15:04:00Z');
    const clock = (locale: string, cycle: '12' | '24') => createWallTime(locale, 'UTC', cycle).minutes(at);
    expect(clock('en-US', '24')).toBe('15:04');
    expect(clock('de-DE', '12')).toMatch(/^3:04\sPM$/i);
    expect(createWallTime('en-US', 'UTC', '24').minutes(Date.parse('2024-05-01T00:05:00Z'))).toBe('00:05');
  });
});

describe('a change of clocks', () => {
  it('is found to the minute, with what clocks show before and after', () => {
    const back = nextChange('Europe/Paris', 'back', Date.parse('2026-10-23T00:00:00Z'));
    expect(iso(back?.at)).toBe('2026-10-25T01:00');
    expect([iso(back?.before), iso(back?.after)]).toEqual(['2026-10-25T03:00', '2026-10-25T02:00']);
    const forward = nextChange('Europe/Paris', 'forward', Date.parse('2026-10-23T00:00:00Z'));
    expect([iso(forward?.before), iso(forward?.after)]).toEqual(['2027-03-28T02:00', '2027-03-28T03:00']);
  });

  it('is half an hour where it is half an hour, and none where there is none', () => {
    const back = nextChange('Australia/Lord_Howe', 'back', Date.parse('2026-01-01T00:00:00Z'));
    expect((back?.before ?? 0) - (back?.after ?? 0)).toBe(30 * 60_000);
    expect(nextChange('Asia/Kolkata', 'back', 0)).toBeNull();
    expect(changeNear('UTC', 0)).toBeNull();
  });
});
