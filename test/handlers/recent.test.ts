import { expect, it } from 'vitest';
import type { Run } from '#contract/run.ts';
import type { Application } from '#handlers/application.ts';
import { Bus } from '#handlers/bus.ts';
import { RecentJobs } from '#handlers/recent.ts';

const row = (jobId: number, cause: Run['cause'] = 'by-hand') => ({ jobId, cause }) as Run;

it('knows which jobs were last run by hand, from the ledger and from what happens meanwhile', async () => {
  const bus = new Bus();
  const kept = [row(1), row(2, 'schedule'), row(3), row(1), row(4)];
  const runs = {
    list: async () => {
      // Somebody runs a job while the rows are read.
      bus.emit('runs.changed', [row(3)]);
      return { runs: kept, next: null };
    },
  };
  const recent = new RecentJobs({ bus, store: { runs } } as unknown as Pick<Application, 'bus' | 'store'>);
  await recent.watch();
  expect(recent.list).toEqual([3, 1, 4]);
  bus.emit('runs.changed', [row(4), row(9, 'schedule')]);
  expect(recent.list).toEqual([4, 3, 1]);
});
