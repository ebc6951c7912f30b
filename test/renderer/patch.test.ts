import { describe, expect, it } from 'vitest';
import type { RunPage } from '#contract/ledger.ts';
import { patchJobs } from '../../renderer/state/patch.ts';
import { belongs, patchPages } from '../../renderer/state/run-pages.ts';
import { aJob, aRun } from './samples.ts';

describe('the list of jobs', () => {
  const jobs = [aJob({ id: 1 }), aJob({ id: 2 }), aJob({ id: 3 })];

  it('takes changes in place, new ones at the end and removed ones out', () => {
    const changed = new Map([2, 4].map((id) => [id, aJob({ id, name: `New ${id}` })]));
    const patched = patchJobs(jobs, changed, new Set([1]));
    expect(patched.map(({ id, name }) => [id, name])).toEqual([
      [2, 'New 2'],
      [3, 'Backup'],
      [4, 'New 4'],
    ]);
  });

  it('does not bring back a job that was changed and then removed', () => {
    expect(patchJobs(jobs, new Map([[9, aJob({ id: 9 })]]), new Set([9]))).toHaveLength(3);
  });
});

describe('the pages of the ledger', () => {
  const page = (...ids: number[]) => ids.map((id) => aRun({ id, dueAt: id * 1000 }));
  const pages: RunPage[] = [
    { runs: page(9, 8), next: { at: 8000, id: 8 } },
    { runs: page(7, 6), next: { at: 6000, id: 6 } },
  ];
  const ids = (patched: RunPage[]) => patched.map(({ runs }) => runs.map(({ id }) => id));

  it('change nothing, not even themselves, for rows of others', () => {
    expect(patchPages(pages, [aRun({ id: 10, jobId: 2, dueAt: 10_000 })], { job: 1 })).toBe(pages);
  });

  it('replace a row where it stands', () => {
    const patched = patchPages(pages, [aRun({ id: 7, dueAt: 7000, status: 'failed' })], {});
    expect(ids(patched)).toEqual([
      [9, 8],
      [7, 6],
    ]);
    expect(patched[1]?.runs[0]?.status).toBe('failed');
    expect(patched[0]).toBe(pages[0]);
  });

  it('put a new row before all, and leave to later pages what is older than what is loaded', () => {
    const patched = patchPages(pages, [aRun({ id: 10, dueAt: 10_000 }), aRun({ id: 2, dueAt: 2000 })], {});
    expect(ids(patched)).toEqual([
      [10, 9, 8],
      [7, 6],
    ]);
  });

  it('take out a row that no longer belongs', () => {
    const live = { status: ['running' as const] };
    const running = [{ runs: [aRun({ id: 1, status: 'running' })], next: null }];
    expect(patchPages(running, [aRun({ id: 1, status: 'success' })], live)[0]?.runs).toEqual([]);
  });

  it('judge a searched row by its name and error', () => {
    const search = (word: string) =>
      patchPages(pages, [aRun({ id: 10, dueAt: 10_000, error: 'Timeout' })], word ? { search: word } : {});
    expect(search('TIMEOUT')[0]?.runs[0]?.id).toBe(10);
    expect(search('disk')).toBe(pages);
  });

  it('belong by job, status and start', () => {
    const run = aRun({ dueAt: 1000, startedAt: 5000 });
    expect(belongs(run, { job: 1, status: ['success'], since: 5000 })).toBe(true);
    expect([{ job: 2 }, { status: ['failed' as const] }, { since: 5001 }].some((query) => belongs(run, query))).toBe(
      false,
    );
  });
});
