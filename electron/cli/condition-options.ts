import type { Conditions } from '#contract/policy.ts';
import { readDuration } from './durations.ts';
import { UsageError } from './failure.ts';

const NAMES = ['mains', 'online', 'unmetered', 'not-quiet'] as const;
const PLACES = ['battery', 'metered'] as const;

/** What `--if` may name. */
export type ConditionName = (typeof NAMES)[number] | { idleMs: number };

/** One more `--if`. @throws UsageError */
export function gatherConditions(text: string, before: ConditionName[] | undefined): ConditionName[] {
  const idle = /^idle=(.+)$/.exec(text)?.[1];
  if (idle !== undefined) return [...(before ?? []), { idleMs: readDuration(idle, 'if') }];
  const named = NAMES.find((name) => name === text);
  if (named) return [...(before ?? []), named];
  throw new UsageError('Give --if as mains, online, unmetered, idle=10m or not-quiet.', 'if');
}

/** Where `--even` lets a job run, whatever the settings say. */
export type Place = (typeof PLACES)[number];

/** One more `--even`. @throws UsageError */
export function gatherPlaces(text: string, before: Place[] | undefined): Place[] {
  const place = PLACES.find((name) => name === text);
  if (place) return [...(before ?? []), place];
  throw new UsageError('Give --even as battery or metered.', 'even');
}

/** Those named hold, the others do not; what is not given (`undefined`) stays as it was. @throws UsageError */
export function conditionsOf(
  names: ConditionName[] | undefined,
  even: Place[] | undefined,
  before: Partial<Conditions> = {},
): Partial<Conditions> {
  if (names?.includes('mains') && even?.includes('battery')) throw clash('mains', 'battery');
  if (names?.includes('unmetered') && even?.includes('metered')) throw clash('unmetered', 'metered');
  const rule = (only: boolean | undefined, any: boolean | undefined, was: Conditions['mains'] = 'settings') => {
    if (only || any) return only ? 'only' : 'any';
    return (was === 'only' && only === false) || (was === 'any' && any === false) ? 'settings' : was;
  };
  return {
    ...(names && others(names)),
    mains: rule(names?.includes('mains'), even?.includes('battery'), before.mains),
    unmetered: rule(names?.includes('unmetered'), even?.includes('metered'), before.unmetered),
  };
}

const clash = (only: string, any: string) =>
  new UsageError(`--if ${only} and --even ${any} cannot both hold: leave one out.`, 'even');

function others(names: ConditionName[]): Pick<Conditions, 'online' | 'outsideQuietHours' | 'idleMs'> {
  const idle = names.find((name) => typeof name === 'object');
  return {
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
