import { plural } from '../ui/text.ts';

export const words = {
  name: 'Belfry',
  now: 'Now',
  jobs: 'Jobs',
  history: 'History',
  views: 'Views',
  running: 'Running',
  failing: 'Failing',
  paused: 'Paused',
  tags: 'Tags',
  settings: 'Settings',
  navigation: 'Belfry',
  seek: 'Search or run',
  newJob: 'New job',
  pauseAll: 'Pause all',
  resumeNow: 'Resume now',
  turnOn: 'Turn the scheduler on',
  minimize: 'Minimize',
  maximize: 'Maximize',
  close: 'Close',
  ringing: 'Ringing on time',
  ready: 'Ready',
  noJobs: 'No jobs yet',
  off: 'Scheduler is off',
  nothingRings: 'Nothing rings',
  trouble: 'Not ringing',
  seeProblem: 'See the message above',
  armed: (armed: number, jobs: number) => `${armed} of ${plural(jobs, 'job', 'jobs')} armed`,
  pausedUntil: (time: string) => `Paused until ${time}`,
  pausedForever: 'Paused',
  untilResumed: 'Until you resume',
  resumes: (span: string) => `Resumes ${span}`,
  clocksGo: (shiftMs: number, when: string) => `clocks go ${shiftMs < 0 ? 'back' : 'forward'} ${when}`,
  today: 'Today',
  totalsNotRead: 'The runs of today could not be counted.',
  runs: (n: number) => plural(n, 'run', 'runs'),
  succeeded: (n: number) => `${n} succeeded`,
  failed: (n: number) => `${n} failed`,
  missed: (n: number) => `${n} missed`,
  skipped: (n: number) => `${n} skipped`,
  ofWork: (span: string) => `${span} of work`,
};

export const pauseWords = {
  /** Null = everything. */
  title: (jobs: readonly string[] | null) =>
    jobs === null
      ? 'Pause everything until'
      : `Pause ${jobs.length === 1 ? jobs[0] : plural(jobs.length, 'job')} until`,
  field: 'Until',
  example: 'tomorrow 8:00',
  hint: 'A date and time, such as tomorrow 8:00, fri 17:00, in 2 hours or 2026-12-24 18:00.',
  empty: 'Say until when, such as tomorrow 8:00 or fri 17:00.',
  until: (day: string, time: string) => `Until ${day}, ${time}`,
  cancel: 'Cancel',
  go: 'Pause',
};
