import type { Attempt, Run } from '#contract/run.ts';
import { duration, roughly } from '../ui/format.ts';
import { errorDetail, isFailure, latenessOf, tookMs, withReason } from '../ui/run-words.ts';
import { text as shared } from '../ui/text.ts';
import { wallTime } from '../ui/wall-time.ts';
import { text } from './text.ts';

/** What became of a run, in one sentence. */
export function outcomeOf(run: Run, attempts: readonly Pick<Attempt, 'exitCode'>[]): string {
  if (run.leftover) return text.leftover;
  if (isFailure(run.status) || run.status === 'cancelled') {
    const detail = run.exitCode ? errorDetail(run) : run.error;
    return [exitWords(run, attempts), detail].filter(Boolean).join('. ');
  }
  if (run.reason) return sentenceCase(withReason(run));
  if (run.status !== 'success') return run.error ?? '';
  const late = latenessOf(run);
  const took = tookMs(run);
  return [
    late && sentenceCase(`${shared.due(wallTime.brief(run.dueAt, run.startedAt ?? run.dueAt))}, ${late}`),
    took !== null && text.took(duration(took)),
  ]
    .filter(Boolean)
    .join('. ');
}

/** How far a run that goes on is past what is usual (ms); empty while it is not. `now` in epoch ms. */
export function overUsual(run: Run, usual: number | null, now: number): string {
  if (run.status !== 'running' || run.startedAt === null || usual === null) return '';
  const over = now - run.startedAt - usual;
  return over > 0 ? text.overUsual(roughly(over)) : '';
}

function exitWords(run: Run, attempts: readonly Pick<Attempt, 'exitCode'>[]): string {
  if (!run.exitCode) return '';
  const isSame = attempts.length === run.attempt && attempts.every(({ exitCode }) => exitCode === run.exitCode);
  return run.attempt > 1 && isSame ? text.exitOfAll(run.exitCode, run.attempt) : text.exitOf(run.exitCode);
}

const sentenceCase = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
