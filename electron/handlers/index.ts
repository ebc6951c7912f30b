import type { Handlers } from '#contract/api.ts';
import { type Application, findJob } from './application.ts';
import { attentionHandlers } from './attention.ts';
import { backupHandlers } from './backups.ts';
import { byHandHandlers } from './by-hand.ts';
import { diagnosisHandlers } from './diagnosis.ts';
import { exchangeHandlers } from './exchange.ts';
import { jobHandlers } from './jobs.ts';
import { mailHandlers } from './mail.ts';
import { noticeHandlers } from './notices.ts';
import { runHandlers } from './runs.ts';
import { scheduleHandlers } from './schedule.ts';
import { secretHandlers } from './secrets.ts';
import { holdSettings, settingsHandlers } from './settings.ts';
import { timelineHandlers } from './timeline.ts';
import { updateHandlers } from './updates.ts';

/** One handler for each request of the contract; every door serves these. */
export function createHandlers(app: Application): Handlers {
  const jobs = jobHandlers(app);
  const exchange = exchangeHandlers({
    ...app,
    sharedVariables: () => app.settings().variables,
    jobs: () => app.store.jobs.all(),
    find: (ref) => findJob(app, ref),
    create: async (draft) => jobs['jobs.create'](draft),
  });
  const hold = holdSettings(app);
  return {
    ...{
      ...jobs,
      ...exchange,
      ...runHandlers(app),
      ...byHandHandlers(app),
      ...scheduleHandlers(app),
      ...settingsHandlers(app, hold),
    },
    ...{ ...secretHandlers(app), ...backupHandlers(app, hold), ...mailHandlers(app) },
    ...noticeHandlers(app),
    ...{ ...timelineHandlers(app), ...attentionHandlers(app) },
    ...{ ...diagnosisHandlers(app), ...updateHandlers(app) },
  };
}
