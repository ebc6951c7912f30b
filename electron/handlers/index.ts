import type { Handlers } from '#contract/api.ts';
import type { Application } from './application.ts';
import { diagnosisHandlers } from './diagnosis.ts';
import { jobHandlers } from './jobs.ts';
import { runHandlers } from './runs.ts';
import { scheduleHandlers } from './schedule.ts';
import { settingsHandlers } from './settings.ts';

/** One handler for each request of the contract; every door serves these. */
export function createHandlers(app: Application): Handlers {
  return {
    ...jobHandlers(app),
    ...runHandlers(app),
    ...scheduleHandlers(app),
    ...settingsHandlers(app),
    ...diagnosisHandlers(app),
  };
}
