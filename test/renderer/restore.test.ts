import { describe, expect, it } from 'vitest';
import type { RestorePlan } from '#contract/backup.ts';
import { planRows } from '../../renderer/settings/plan.ts';

const same: RestorePlan = {
  ...{ file: '/a.sqlite', label: null, jobs: { added: [], changed: [], removed: [] } },
  ...{ runs: { gained: 1, lost: 2 }, settings: [], missingSecrets: [] },
};

describe('what a restore will change, in words', () => {
  it('says what stays the same once, and leaves out what has nothing to say', () => {
    expect(planRows(same)).toEqual([
      ['Jobs', 'the same'],
      ['Runs', '1 comes back, 2 go'],
    ]);
  });

  it('names jobs, settings and secrets, and counts what would be too many', () => {
    const many = Array.from({ length: 30 }, (_, at) => `job ${at + 1}`);
    const rows = Object.fromEntries(
      planRows({
        ...same,
        label: { madeAt: 0, version: '1.0.0', kind: 'daily' },
        jobs: { added: ['a'], changed: many, removed: [] },
        ...{ settings: ['theme', 'zone'], missingSecrets: ['TOKEN'] },
      }),
    );
    expect(rows).toMatchObject({ 'Made by': 'Belfry 1.0.0', 'Jobs added': 'a', Settings: 'theme and zone' });
    expect(rows['Jobs changed']).toMatch(/^job 1, .*job 7,? and 23 more$/);
    expect(rows.Secrets).toBe('not on this computer: TOKEN');
    expect(rows.Jobs).toBeUndefined();
  });
});
