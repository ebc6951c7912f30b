import { plural } from '../ui/text.ts';

/** What actions say. */
export const words = {
  notRun: (job: string) => `${job} was not run`,
  notStopped: (job: string) => `${job} was not stopped`,
  notSwitched: (job: string) => `${job} stays as it was`,
  notDeleted: (job: string) => `${job} was not deleted`,
  notRestored: (job: string) => `${job} was not taken back`,
  notSkipped: (job: string) => `The next run of ${job} stays`,
  notPaused: 'Nothing was paused',
  noDate: 'That is no date. Name one, such as tomorrow 8:00.',
  notResumed: 'The pause goes on',
  notDismissed: 'It could not be dismissed',
  notSaved: 'The setting was not saved',
  deleted: (job: string) => `${job} deleted`,
  deletedMany: (n: number) => `${plural(n, 'job', 'jobs')} deleted`,
  someNotRun: 'Not run',
  someNotSwitched: 'Not switched',
  someNotTagged: 'Not tagged',
  someNotDeleted: 'Not deleted',
  someNotRestored: 'Still in the Trash',
  skipped: (job: string) => `The next run of ${job} will be skipped`,
  end: {
    success: (job: string) => `${job} finished.`,
    failed: (job: string) => `${job} failed.`,
    'timed-out': (job: string) => `${job} timed out.`,
    cancelled: (job: string) => `${job} was stopped.`,
  },
  ended: (runs: number, failed: number) =>
    failed > 0 ? `${plural(runs, 'run')} finished, ${failed} failed.` : `${plural(runs, 'run')} finished.`,
  history: 'Its history',
  edit: 'Edit',
  pause: {
    halfHour: 'For 30 minutes',
    hour: 'For 1 hour',
    tomorrow: 'Until tomorrow 08:00',
    date: 'Until a date…',
    forever: 'Until I resume',
  },
};
