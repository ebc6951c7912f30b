import { describe, expect, it } from 'vitest';
import type { Attention } from '#contract/attention.ts';
import { failures, offered } from '#handlers/glimpse.ts';

const job = (id: number, name: string, ...tags: string[]) => ({ id, name, tags });

describe('what the tray is told', () => {
  it('offers the pinned jobs, then those last run by hand, then the others by name, ten at most', () => {
    const jobs = [job(1, 'Zeta', 'pinned'), job(2, 'Beta'), job(3, 'Alpha'), job(4, 'Gamma'), job(5, 'Eta', 'pinned')];
    const names = (recent: number[]) => offered(jobs, recent).map(({ name }) => name);
    expect(names([])).toEqual(['Eta', 'Zeta', 'Alpha', 'Beta', 'Gamma']);
    expect(names([4, 1, 99])).toEqual(['Eta', 'Zeta', 'Gamma', 'Alpha', 'Beta']);
    expect(
      offered(
        Array.from({ length: 30 }, (_, id) => job(id + 1, `Job ${id}`)),
        [30, 12],
      ).map(({ id }) => id),
    ).toEqual([30, 12, 1, 2, 11, 13, 14, 15, 16, 17]);
  });

  it('tells only of what is failing now', () => {
    const common = { jobId: 4, job: 'Backup', at: 5 };
    const items = [
      { ...common, kind: 'failing', key: 'failing:9', run: { id: 9 }, inRow: 2 },
      { ...common, kind: 'overdue', key: 'overdue:4', runId: null },
    ] as Attention[];
    expect(failures(items)).toEqual([{ key: 'failing:9', runId: 9, job: 'Backup', at: 5 }]);
  });
});
