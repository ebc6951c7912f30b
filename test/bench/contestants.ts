import { CronJob } from 'cron';
import { Cron } from 'croner';
import cron from 'node-cron';
import schedule from 'node-schedule';
import { belfry } from './belfry.ts';

/**
 * Arms `count` jobs on one cron expression (UTC); `ring` is called at each. `told` hears of occurrences that the
 * scheduler itself says it let go. Resolves when all are armed.
 */
export type Contestant = (
  count: number,
  expression: string,
  ring: () => void,
  told: (count: number) => void,
) => Promise<void>;

export const contestants: Record<string, Contestant> = {
  belfry,
  croner: async (count, expression, ring) => {
    for (let at = 0; at < count; at++) new Cron(expression, { timezone: 'Etc/UTC' }, ring);
  },
  'node-cron': async (count, expression, ring, told) => {
    for (let at = 0; at < count; at++) {
      cron.schedule(expression, ring, { timezone: 'Etc/UTC' }).on('execution:missed', () => told(1));
    }
  },
  cron: async (count, cronTime, onTick) => {
    for (let at = 0; at < count; at++) CronJob.from({ cronTime, onTick, start: true, timeZone: 'Etc/UTC' });
  },
  'node-schedule': async (count, rule, ring) => {
    for (let at = 0; at < count; at++) schedule.scheduleJob(`job ${at}`, { rule, tz: 'Etc/UTC' }, ring);
  },
};
