import { BelfryError } from '#contract/error.ts';
import type { ExchangeFormat } from '#contract/exchange.ts';
import type { JobDraft } from '#contract/job.ts';
import { formatBelfry, parseBelfry } from './belfry-json.ts';
import { parseCrontab } from './crontab.ts';
import type { ExchangeContext, Formatted, Parsed } from './findings.ts';
import { parseKubernetes } from './kubernetes.ts';
import { parseLaunchd } from './launchd.ts';
import { parseSystemd } from './systemd.ts';
import { parseTasks } from './task-scheduler.ts';
import { guessFormat } from './texts.ts';
import { formatCrontab } from './to-crontab.ts';
import { formatKubernetes } from './to-kubernetes.ts';
import { formatLaunchd } from './to-launchd.ts';
import { formatSystemd } from './to-systemd.ts';
import { formatTasks } from './to-task-scheduler.ts';

interface Format {
  parse: (text: string, context: ExchangeContext) => Parsed;
  format: (jobs: JobDraft[], context: ExchangeContext) => Formatted;
}

const FORMATS: Record<ExchangeFormat, Format> = {
  crontab: { parse: parseCrontab, format: formatCrontab },
  systemd: { parse: parseSystemd, format: formatSystemd },
  launchd: { parse: parseLaunchd, format: formatLaunchd },
  'task-scheduler': { parse: parseTasks, format: formatTasks },
  kubernetes: { parse: parseKubernetes, format: formatKubernetes },
  belfry: { parse: parseBelfry, format: formatBelfry },
};

/** Reads what another scheduler wrote. @throws BelfryError `invalid` where it is no such text, field `from` or `text` */
export function readExchange(
  text: string,
  from: ExchangeFormat | null,
  context: ExchangeContext,
): Parsed & { from: ExchangeFormat } {
  if (text.includes('\0')) throw new BelfryError('invalid', 'This is no text.', 'text');
  const plain = text.replace(/^\ufeff/, '');
  const format = from ?? guessFormat(plain, context.name);
  if (format === null)
    throw new BelfryError('invalid', 'This does not show which scheduler wrote it. Say which it is.', 'from');
  const { jobs, notes } = FORMATS[format].parse(plain, context);
  if (jobs.length === 0 && notes.length === 0)
    throw new BelfryError('invalid', `There is nothing in it that ${format} would ring.`, 'text');
  return { from: format, jobs, notes };
}

/** Writes jobs as another scheduler reads them. */
export const writeExchange = (jobs: JobDraft[], to: ExchangeFormat, context: ExchangeContext): Formatted =>
  FORMATS[to].format(jobs, context);
