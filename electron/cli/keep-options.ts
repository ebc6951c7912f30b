import type { Command } from 'commander';
import type { JobRetention } from '#contract/policy.ts';
import { UsageError } from './failure.ts';
import { readSize } from './sizes.ts';

/** What `add` and `edit` are told about what to keep of a job's runs. */
export interface KeepOptions {
  /** false, from `--no-keep`: as the settings say. */
  keep?: boolean;
  keepRuns?: number;
  keepDays?: number;
  keepOutput?: number;
}

export function addKeepOptions(command: Command): Command {
  return command
    .option('--keep-runs <n>', 'how many of its runs to keep; failures are counted apart', (text) =>
      readCount(text, 'keep-runs'),
    )
    .option('--keep-days <n>', 'how long to keep its runs; failures at least as long as the settings say', (text) =>
      readCount(text, 'keep-days'),
    )
    .option('--keep-output <size>', 'how much of the output of each run to keep: 1MB', (text) =>
      readSize(text, 'keep-output'),
    );
}

/** The rule named, over what the job has; null when nothing is named. */
export function readKeep(
  { keep, keepRuns, keepDays, keepOutput }: KeepOptions,
  before: Partial<JobRetention> | undefined,
): Partial<JobRetention> | null {
  if (keep !== false && keepRuns === undefined && keepDays === undefined && keepOutput === undefined) return null;
  return {
    ...(keep !== false && before),
    ...(keepRuns !== undefined && { runs: keepRuns }),
    ...(keepDays !== undefined && { days: keepDays }),
    ...(keepOutput !== undefined && { outputCapBytes: keepOutput }),
  };
}

function readCount(text: string, option: string): number {
  if (!/^\d{1,7}$/.test(text) || Number(text) < 1) {
    throw new UsageError(`Give --${option} a whole number, 1 or more.`, option);
  }
  return Number(text);
}
