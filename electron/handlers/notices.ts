import type { Handlers } from '#contract/api.ts';
import { BelfryError } from '#contract/error.ts';
import type { Run } from '#contract/run.ts';
import type { Notice } from '#core/ports.ts';
import type { Application } from './application.ts';

/** Requests about who was told of what. */
export function noticeHandlers(app: Application): Pick<Handlers, 'runs.notices' | 'notifications.test'> {
  return {
    'runs.notices': ({ id }) => app.store.deliveries.of(id),
    'notifications.test': async ({ channel, target }) => {
      const notice = sample(app.clock.now());
      try {
        if (channel === 'email') await app.notifier.email(target, notice);
        else if (channel === 'webhook') await app.notifier.webhook(target, notice);
        else if (channel === 'ping') await app.notifier.ping(target, 'success', notice.body);
        else {
          const { title, body } = notice;
          const path = '/settings/notifications';
          app.notifier.desktop({ key: 'test', title, body, path, again: null, silent: true });
        }
      } catch (error) {
        if (error instanceof BelfryError) throw error;
        throw new BelfryError('unavailable', error instanceof Error ? error.message : String(error), 'target');
      }
    },
  };
}

/** What a test tells of: a run that never was. */
function sample(now: number): Notice {
  const run: Run = {
    ...{ id: 1, jobId: 1, job: 'Test', triggerId: null, dueAt: now, dueUntil: now, count: 1, startedAt: now },
    ...{ finishedAt: now, status: 'success', cause: 'by-hand', reason: null, attempt: 1, attempts: 1, exitCode: 0 },
    ...{ signal: null, error: null, awakeMs: 0, leftover: false, outputBytes: 0, outputDropped: 0 },
  };
  const title = 'Belfry can reach you';
  const body = 'This is a test. Jobs tell you of themselves in this way.';
  return { kind: 'success', job: { id: 1, name: 'Test', tags: [] }, run, count: 1, since: now, title, body, tail: '' };
}
