import { describe, expect, it } from 'vitest';
import { jobChanges, jobDraft } from '#contract/job.ts';
import { settingsChanges } from '#contract/settings.ts';

const command = { kind: 'command', run: { by: 'shell', line: 'true' } } as const;

describe('contract', () => {
  it('fills a draft with the defaults of the scheduling rules', () => {
    const draft = jobDraft.parse({ name: '  Backup ', action: command });
    expect(draft.name).toBe('Backup');
    expect(draft.policy).toMatchObject({ missed: 'once', graceMs: 60_000, gap: 'after', repeat: 'auto' });
    expect(draft.policy.overlap).toEqual({ mode: 'skip', limit: 1 });
  });

  it('leaves what an edit does not name alone', () => {
    expect(jobChanges.parse({ enabled: false })).toEqual({ enabled: false });
    expect(settingsChanges.parse({ theme: 'dark' })).toEqual({ theme: 'dark' });
  });

  it.each([
    ['name', { name: 'x'.repeat(101), action: command }],
    ['name', { name: 7, action: command }],
    ['zone', { name: 'a', action: command, zone: 'Mars/Olympus' }],
    [
      'triggers.0.every',
      { name: 'a', action: command, triggers: [{ kind: 'interval', every: -1, unit: 'hour', anchor: 0 }] },
    ],
    ['action.kind', { name: 'a', action: { kind: 'teleport' } }],
    ['action.module', { name: 'a', action: { kind: 'function', module: '../evil.mjs', export: 'f' } }],
    ['policy.success.mustMatch', { name: 'a', action: command, policy: { success: { mustMatch: '(' } } }],
  ])('refuses %s with its path', (path, input) => {
    const result = jobDraft.safeParse(input);
    expect(result.error?.issues[0]?.path.join('.')).toBe(path);
  });
});
