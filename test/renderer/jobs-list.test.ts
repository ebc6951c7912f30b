import { describe, expect, it, vi } from 'vitest';
import type { JobSummary } from '#contract/job.ts';
import { aJob, aRun } from './samples.ts';

vi.stubGlobal('window', { belfry: { platform: 'linux' }, addEventListener() {} });
vi.stubGlobal('location', { pathname: '/', search: '' });
vi.stubGlobal('history', { pushState() {} });

const { holdOrder, inListing, listingSearch, listJobs, parseListing } = await import('../../renderer/jobs/filter.ts');
const { extended, NONE, toggled } = await import('../../renderer/jobs/selection.ts');
const { heatOf, shade } = await import('../../renderer/jobs/heat.ts');
const { followersOf } = await import('../../renderer/jobs/Followers.tsx');
const { copyName, newForm } = await import('../../renderer/editor/beginning.ts');
const { jobDefaults } = (await import('#contract/settings.ts')).settings.parse({});

const NOW = 1_000_000_000;
const job = (id: number, name: string, changes: Partial<JobSummary> = {}) => aJob({ id, name, ...changes });
const fn = { kind: 'function' as const, module: 'samples.mjs', export: 'hello', args: [] };
const jobs = [
  job(1, 'Beta', { nextRunAt: NOW + 5000, tags: ['web'], lastRun: aRun({ startedAt: NOW - 10 }) }),
  job(2, 'alpha', { nextRunAt: NOW + 1000, tags: ['web', 'db'], live: [aRun({ status: 'running' })] }),
  job(3, 'Gamma', { action: fn, lastRun: aRun({ startedAt: NOW - 5 }) }),
  job(4, 'Off', { enabled: false, nextRunAt: null }),
];
const ids = (rows: readonly { id: number }[]) => rows.map(({ id }) => id);
const listed = (search: string) => listJobs(jobs, parseListing(search), NOW).map(({ name }) => name);

describe('rows that are held', () => {
  it('stay where they were, new ones after them, gone ones out', () => {
    expect(ids(holdOrder(jobs, [3, 9, 1]))).toEqual([3, 1, 2, 4]);
    expect(ids(inListing(holdOrder(jobs, [4, 1]), parseListing('?tag=web'), NOW))).toEqual([1, 2]);
  });

  it('are sorted the same from any order', () => {
    for (const sort of ['next', 'name', 'last'])
      expect(ids(listJobs(jobs.toReversed(), parseListing(`?sort=${sort}`), NOW))).toEqual(
        ids(listJobs(jobs, parseListing(`?sort=${sort}`), NOW)),
      );
  });
});

describe('the list of jobs', () => {
  it.each([
    ['', ['alpha', 'Beta', 'Gamma', 'Off']],
    ['?sort=name', ['alpha', 'Beta', 'Gamma', 'Off']],
    ['?sort=last', ['alpha', 'Gamma', 'Beta', 'Off']],
    ['?kind=function', ['Gamma']],
    ['?tag=web', ['alpha', 'Beta']],
    ['?tag=web&filter=bet', ['Beta']],
    ['?filter=%23db', ['alpha']],
    ['?view=running', ['alpha']],
    ['?kind=nonsense&sort=nonsense', ['alpha', 'Beta', 'Gamma', 'Off']],
  ])('under “%s”', (search, names) => expect(listed(search)).toEqual(names));

  it('keeps its filters in the address', () => {
    const search = '?view=failing&tag=web&kind=command&filter=a+b&sort=last';
    expect(listingSearch(parseListing(search))).toBe(search);
    expect(listingSearch(parseListing(''))).toBe('');
  });
});

describe('choosing many', () => {
  const order = [5, 3, 9, 1];
  it('takes a row in and out', () => {
    const one = toggled(NONE, 3);
    expect([...one.ids]).toEqual([3]);
    expect(toggled(one, 3).ids.size).toBe(0);
    expect(NONE.ids.size).toBe(0);
  });

  it('extends from where it began, both ways, in the order of the list', () => {
    const from = toggled(NONE, 3);
    expect([...extended(from, 1, order).ids]).toEqual([3, 9, 1]);
    expect([...extended(from, 5, order).ids].sort()).toEqual([3, 5]);
    expect(extended(from, 1, order).anchor).toBe(3);
  });

  it('takes the row alone where the beginning is no longer listed', () => {
    expect([...extended(toggled(NONE, 77), 9, order).ids].sort()).toEqual([77, 9]);
    expect([...extended(NONE, 9, order).ids]).toEqual([9]);
  });
});

describe('the heat map', () => {
  it('counts by weekday and hour of the zone, Monday first', () => {
    const monday = Date.parse('2024-01-01T23:30:00Z');
    const heat = heatOf([monday, monday, monday + 86_400_000], 'Europe/Paris');
    expect([heat.length, heat[0]?.length]).toEqual([7, 24]);
    expect(heat[1]?.[0]).toBe(2);
    expect(heat[2]?.[0]).toBe(1);
    expect(heat.flat().reduce((sum, count) => sum + count)).toBe(3);
  });

  it('shades by share, and nothing only where nothing is', () => {
    expect([0, 1, 25, 26, 100].map((count) => shade(count, 100))).toEqual([0, 1, 1, 2, 4]);
    expect(shade(0, 0)).toBe(0);
  });
});

describe('what a job sets off', () => {
  it('is every job that waits for its end', () => {
    const behind = (id: number, of: number, on: 'success' | 'failure') =>
      job(id, `After ${of}`, { triggers: [{ id, spec: { kind: 'after', job: of, on }, cursor: 0 }] });
    const found = followersOf(1, [behind(2, 1, 'success'), behind(3, 2, 'success'), behind(4, 1, 'failure')]);
    expect(found.map(({ on, follower }) => [on, follower.id])).toEqual([
      ['success', 2],
      ['failure', 4],
    ]);
  });
});

describe('what the editor of a new job begins with', () => {
  it('is a copy under a free name, keeping schedule and rules', () => {
    const cron = { id: 1, spec: { kind: 'cron' as const, expression: '0 9 * * *' }, cursor: 0 };
    const source = job(7, 'Backup', { triggers: [cron], schedule: ['Every day at 09:00'], tags: ['x'] });
    const form = newForm('?from=7', [source, job(8, 'backup COPY')], jobDefaults);
    expect(form).toMatchObject({ name: 'Backup copy 2', line: 'pg_dump', tags: '#x' });
    expect(form.triggers.map(({ text }) => text)).toEqual(['Every day at 09:00']);
  });

  it('has a name that fits, however long the first one is', () => {
    const name = copyName('n'.repeat(100), []);
    expect(name).toHaveLength(100);
    expect(name.endsWith(' copy')).toBe(true);
  });

  it('is what was typed elsewhere, with the settings’ defaults', () => {
    const defaults = { ...jobDefaults, missed: 'skip' as const, graceMs: 5000 };
    const form = newForm('?schedule=in+20+min&command=make+tea', [], defaults);
    expect(form).toMatchObject({ name: 'make tea', line: 'make tea' });
    expect(form.triggers[0]?.text).toBe('in 20 min');
    expect(form.policy).toMatchObject({ missed: 'skip', graceMs: 5000 });
  });

  it('is nothing where the job to copy is gone', () => {
    expect(newForm('?from=99', jobs, jobDefaults).name).toBe('');
  });
});
