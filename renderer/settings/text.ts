import { duration } from '../ui/format.ts';

const notes = {
  scheduler: 'Off: Belfry shows everything, but nothing rings',
  concurrency: 'Further runs wait in line',
  missed: 'What new jobs do with bells that were missed',
  grace: 'Up to then a bell of a new job just rings late',
  cap: 'Half from the start, half from the end',
  theme: 'How the window looks',
  zoom: 'Size of everything in the window',
  hourCycle: 'How times of day are written',
  firstDay: 'Where a week begins',
  folder: 'Jobs, history and settings are kept there',
  report: 'Versions and counts, without names or commands of jobs',
  quiet: 'Jobs that ask for it keep still then',
};

const labels = {
  scheduler: 'Ring jobs on time',
  concurrency: 'At most',
  missed: 'When the computer wakes',
  grace: 'Counts as missed after',
  zone: 'Time zone',
  repeat: 'When clocks go back and a time comes twice',
  gap: 'When clocks go forward and a time is skipped',
  quiet: 'Quiet hours',
  cap: 'Output kept of each attempt',
  theme: 'Theme',
  zoom: 'Zoom',
  hourCycle: 'Times of day',
  firstDay: 'First day of the week',
  version: 'Version',
  runtime: 'Made with',
  system: 'This computer',
  folder: 'Data folder',
  report: 'Report',
};

/** A Monday, to name weekdays by. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;
const weekdays = new Intl.DateTimeFormat(undefined, { weekday: 'long', timeZone: 'UTC' });

export const text = {
  ...labels,
  title: 'Settings',
  find: 'Find a setting',
  noMatch: (find: string) => `No setting matches “${find}”.`,
  clear: 'Clear',
  savedNote: 'Changes are saved as you make them',
  inCategory: (category: string, section: string) => (category === section ? section : `${category}, ${section}`),
  category: {
    general: 'General',
    time: 'Time and sleep',
    notifications: 'Notifications',
    variables: 'Variables',
    secrets: 'Secrets',
    shells: 'Shells and runtimes',
    history: 'History and storage',
    appearance: 'Appearance',
    shortcuts: 'Shortcuts',
    backup: 'Import and backup',
    about: 'About',
  },
  /** What stands beneath a setting, by its name: found like the name itself. */
  notes: Object.fromEntries(
    Object.entries(notes).map(([key, note]) => [labels[key as keyof typeof notes], note]),
  ) as Record<string, string | undefined>,
  ringing: 'Ringing',
  schedulerNote: notes.scheduler,
  concurrencyNote: notes.concurrency,
  concurrencyAuto: 'As many as fit',
  runsAtOnce: (count: number) => (count === 1 ? '1 run at once' : `${count} runs at once`),
  sleep: 'Sleep',
  missedNote: notes.missed,
  missedPolicies: [
    ['once', 'Run each job once'],
    ['all', 'Run every one'],
    ['skip', 'Let them go'],
  ] as const,
  graceNote: notes.grace,
  span: (ms: number) => {
    const [count, unit] = ms % 60_000 === 0 ? [ms / 60_000, 'minute'] : [ms / 1000, 'second'];
    if (!Number.isInteger(count)) return duration(ms);
    return new Intl.NumberFormat(undefined, { style: 'unit', unit: String(unit), unitDisplay: 'long' }).format(
      Number(count),
    );
  },
  time: 'Time',
  zoneNote: 'Follows the system. Jobs may set their own',
  zoneChosen: 'Schedules are read in it. Jobs may set their own',
  zoneSystem: (zone: string) => `${zone} (system)`,
  daylight: 'daylight saving summer time winter time dst',
  repeats: [
    ['auto', 'Once, rhythms twice'],
    ['once', 'Run at the first'],
    ['both', 'Run both times'],
  ] as const,
  gaps: [
    ['after', 'Run right after'],
    ['skip', 'Let it go'],
  ] as const,
  nextChange: (day: string, from: string, to: string) => `For new jobs. Next: ${day}, ${from} to ${to}`,
  noChange: (zone: string) => `For new jobs. ${zone} has no such change`,
  quietTitle: 'Quiet',
  quietNote: notes.quiet,
  quietEnds: { from: 'Quiet from', to: 'Quiet until' },
  output: 'Output',
  capNote: notes.cap,
  look: 'Look',
  themeNote: notes.theme,
  themes: [
    ['system', 'As the system'],
    ['light', 'Light'],
    ['dark', 'Dark'],
  ] as const,
  zoomNote: notes.zoom,
  times: 'Times',
  hourCycleNote: notes.hourCycle,
  hours: { '12': '12 hours', '24': '24 hours' },
  fromSystem: (value: string) => `${value} (system)`,
  firstDayNote: notes.firstDay,
  /** 0 = Monday. */
  weekday: (day: number) => weekdays.format(MONDAY + day * DAY),
  shortcuts: 'Shortcuts',
  about: 'About',
  engines: (electron: string, chromium: string) => `Electron ${electron}, Chromium ${chromium}`,
  folderNote: notes.folder,
  reportNote: notes.report,
  copyReport: 'Copy report',
};
