import type { Conditions, JobRetention, Policy } from '#contract/policy.ts';
import { bytes, duration } from '../ui/format.ts';
import { plural } from '../ui/text.ts';
import { ruleWords as words } from './text.ts';

/** A job's rules, each as its question and its answer in words. */
export function ruleLines({
  missed,
  overlap,
  timeoutMs,
  retry,
  conditions,
  retention,
}: Policy): { label: string; value: string }[] {
  return [
    { label: words.missed, value: words.missedPolicy[missed] },
    { label: words.overlap, value: words.overlapMode[overlap.mode](overlap.limit) },
    { label: words.timeout, value: timeoutMs === null ? words.noTimeout : plain(timeoutMs) },
    { label: words.retry, value: retry.count === 0 ? words.noRetry : words.retries(retry.count, plain(retry.delayMs)) },
    ...(keepWords(retention) ? [{ label: words.keep, value: keepWords(retention) }] : []),
    ...(isFree(conditions) ? [] : [{ label: words.conditions, value: conditionWords(conditions) }]),
    ...(evenWords(conditions) ? [{ label: words.anyway, value: evenWords(conditions) }] : []),
  ];
}

/** "last 100 runs, 1 MB of output each"; nothing where the settings say. */
function keepWords({ runs, days, outputCapBytes }: JobRetention): string {
  return [
    runs !== null && words.keepRuns(plural(runs, 'run')),
    days !== null && words.keepDays(plural(days, 'day')),
    outputCapBytes !== null && words.keepOutput(bytes(outputCapBytes)),
  ]
    .filter(Boolean)
    .join(', ');
}

const isFree = ({ mains, online, unmetered, idleMs, outsideQuietHours }: Conditions) =>
  mains !== 'only' && !online && unmetered !== 'only' && idleMs === null && !outsideQuietHours;

/** "on battery, on metered networks": where the job runs though Settings hold others. */
const evenWords = (conditions: Conditions): string =>
  (['mains', 'unmetered'] as const)
    .filter((flag) => conditions[flag] === 'any')
    .map((flag) => words.even[flag])
    .join(', ');

function conditionWords(conditions: Conditions): string {
  const { mains, online, unmetered, idleMs, outsideQuietHours, unmet, waitMs } = conditions;
  const named = [
    mains === 'only' && words.mains,
    online && words.online,
    unmetered === 'only' && words.unmetered,
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
