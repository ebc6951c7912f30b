import type { Conditions, Policy } from '#contract/policy.ts';
import { duration } from '../ui/format.ts';
import { ruleWords as words } from './text.ts';

/** A job's rules, each as its question and its answer in words. */
export function ruleLines({
  missed,
  overlap,
  timeoutMs,
  retry,
  conditions,
}: Policy): { label: string; value: string }[] {
  return [
    { label: words.missed, value: words.missedPolicy[missed] },
    { label: words.overlap, value: words.overlapMode[overlap.mode](overlap.limit) },
    { label: words.timeout, value: timeoutMs === null ? words.noTimeout : plain(timeoutMs) },
    { label: words.retry, value: retry.count === 0 ? words.noRetry : words.retries(retry.count, plain(retry.delayMs)) },
    ...(isFree(conditions) ? [] : [{ label: words.conditions, value: conditionWords(conditions) }]),
  ];
}

const isFree = ({ mains, online, idleMs, outsideQuietHours }: Conditions) =>
  !mains && !online && idleMs === null && !outsideQuietHours;

function conditionWords({ mains, online, idleMs, outsideQuietHours, unmet, waitMs }: Conditions): string {
  const named = [
    mains && words.mains,
    online && words.online,
    outsideQuietHours && words.outsideQuietHours,
    idleMs !== null && words.idle(plain(idleMs)),
  ].filter(Boolean);
  return `${named.join(', ')}; ${unmet === 'skip' ? words.elseSkip : words.elseWait(plain(waitMs))}`;
}

/** Round spans without their noughts: "30 m", "90 s". */
export function plain(ms: number): string {
  if (ms % 60_000 === 0 && ms < 3_600_000) return `${ms / 60_000} m`;
  return ms < 60_000 && ms % 1000 === 0 ? `${ms / 1000} s` : duration(ms);
}
