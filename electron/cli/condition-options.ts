import type { Conditions } from '#contract/policy.ts';
import { readDuration } from './durations.ts';
import { UsageError } from './failure.ts';

/** What `--if` may name. */
export type ConditionName = 'mains' | 'online' | 'not-quiet' | { idleMs: number };

/** One more `--if`. @throws UsageError */
export function gatherConditions(text: string, before: ConditionName[] | undefined): ConditionName[] {
  const idle = /^idle=(.+)$/.exec(text)?.[1];
  if (idle !== undefined) return [...(before ?? []), { idleMs: readDuration(idle, 'if') }];
  if (text === 'mains' || text === 'online' || text === 'not-quiet') return [...(before ?? []), text];
  throw new UsageError('Give --if as mains, online, idle=10m or not-quiet.', 'if');
}

/** Those named hold, the others do not. */
export function conditionsOf(names: ConditionName[]): Omit<Conditions, 'unmet' | 'waitMs'> {
  const idle = names.find((name) => typeof name === 'object');
  return {
    mains: names.includes('mains'),
    online: names.includes('online'),
    outsideQuietHours: names.includes('not-quiet'),
    idleMs: idle?.idleMs ?? null,
  };
}

/** `skip`, `wait` or `wait=DURATION`. @throws UsageError */
export function readUnmet(text: string): Partial<Conditions> {
  if (text === 'skip') return { unmet: 'skip' };
  const limit = /^wait(?:=(.+))?$/.exec(text);
  if (!limit) throw new UsageError('Give --unmet as skip, wait or wait=2h.', 'unmet');
  return { unmet: 'wait', ...(limit[1] !== undefined && { waitMs: readDuration(limit[1], 'unmet') }) };
}
