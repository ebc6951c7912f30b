import { z } from 'zod';
import { backupSettings } from './backup.ts';
import { variables } from './job.ts';
import { LATE_AFTER_MS, LEAST_JUMP_MS } from './limits.ts';
import { mailAccount } from './mail.ts';
import { notificationSettings } from './notification.ts';
import { missedPolicy, outputCap, policy } from './policy.ts';
import { duration, timeZone } from './time.ts';
import { updateMode } from './update.ts';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Give a time of day, such as 22:00.');

const days = z.int('Give a whole number of days.').min(1).max(36_500).nullable();

/** What is kept of the history; null = no limit. The newest run of each job is always kept. */
export const historyRetention = z.object({
  /** Days that runs are kept which did not fail. */
  successDays: days.default(90),
  failureDays: days.default(365),
  /** How many runs of each job; failures are counted apart. */
  runsPerJob: z.int('Give a whole number of runs.').min(1).max(1_000_000).nullable().default(null),
  /** Size of the store: beyond it the oldest runs go, those that failed last. */
  totalBytes: z
    .int('Give a size in whole bytes.')
    .min(10 * 1024 ** 2, 'Leave the history at least 10 MiB.')
    .max(1024 ** 4, 'The history takes at most 1 TiB.')
    .nullable()
    .default(2 * 1024 ** 3),
});
export type HistoryRetention = z.infer<typeof historyRetention>;

/** What a new job's policy says where its maker says nothing. */
export const jobDefaults = z.object({
  missed: missedPolicy,
  graceMs: duration,
  gap: policy.shape.gap.unwrap(),
  repeat: policy.shape.repeat.unwrap(),
});
export type JobDefaults = z.infer<typeof jobDefaults>;
const { missed, graceMs, gap, repeat } = policy.parse({});

const fields = {
  /** The system's list of what starts with it is the truth; this follows it. */
  startWithComputer: z.boolean(),
  /** Off: Belfry shows everything, but nothing rings. */
  schedulerOn: z.boolean(),
  theme: z.enum(['system', 'light', 'dark']),
  /** null = the computer's zone. */
  zone: timeZone.nullable(),
  /** Runs at once over all jobs; null = twice the cores, at least 4. */
  concurrency: z.int().min(1).max(1000).nullable(),
  /** Whether every run keeps the computer from falling asleep, not only those of jobs that ask for it. */
  keepAwake: z.boolean(),
  /** How long (ms) runs wait after a wake that make up for missed ones, or that are set off by it; 0 = they do not. */
  wakeWaitMs: duration.max(3_600_000, 'Wait at most an hour.'),
  /** Whoever sets the clock by more (ms) is told of it; null = never. */
  jumpWarnMs: duration.min(LEAST_JUMP_MS, 'Give ten seconds or more.').nullable(),
  /** From so much after its time (ms) on a run is shown and counted as late. Whether it counts as missed is the policy's. */
  lateAfterMs: duration
    .min(1_000, 'Give at least one second: no run begins to the millisecond.')
    .max(3_600_000, 'Give at most an hour: what runs later than that needs attention anyway.'),
  /** What becomes of jobs due on battery: held, they wait for mains power. Jobs may say otherwise. */
  onBattery: z.enum(['run', 'hold']),
  /** The same on a network that costs by what goes over it; `hold-network` = HTTP and e-mail. */
  onMetered: z.enum(['run', 'hold-network', 'hold']),
  /** When jobs that ask for it keep still and the desktop's notices wait, by the clock of `zone`; may span midnight. null = never. */
  quietHours: z.object({ from: timeOfDay, to: timeOfDay }).nullable(),
  /** Bytes of output kept for each attempt; half from the start, half from the end. */
  outputCapBytes: outputCap,
  retention: historyRetention,
  /** Environment of all jobs, under what each has itself. */
  variables,
  /** The account mail is sent from; null = none is set up. */
  smtp: mailAccount.nullable(),
  backup: backupSettings,
  notifications: notificationSettings,
  /** Taken by jobs made from now on. */
  jobDefaults,
  /** Size of everything in the window, in per cent. */
  zoom: z.int().min(50).max(300),
  /** What becomes of newer versions, where Belfry updates itself. */
  updates: updateMode,
  hourCycle: z.enum(['system', '12', '24']),
  firstWeekday: z.enum(['system', 'monday', 'saturday', 'sunday']),
};

export const settings = z.object({
  startWithComputer: fields.startWithComputer.default(false),
  schedulerOn: fields.schedulerOn.default(true),
  theme: fields.theme.default('system'),
  zone: fields.zone.default(null),
  concurrency: fields.concurrency.default(null),
  keepAwake: fields.keepAwake.default(false),
  wakeWaitMs: fields.wakeWaitMs.default(20_000),
  jumpWarnMs: fields.jumpWarnMs.default(60_000),
  lateAfterMs: fields.lateAfterMs.default(LATE_AFTER_MS),
  onBattery: fields.onBattery.default('run'),
  onMetered: fields.onMetered.default('run'),
  quietHours: fields.quietHours.default(null),
  outputCapBytes: fields.outputCapBytes.default(10 * 1024 * 1024),
  retention: fields.retention.prefault({}),
  variables: fields.variables.default({}),
  smtp: fields.smtp.default(null),
  backup: fields.backup.default({ daily: true, keep: 7, folder: null }),
  notifications: fields.notifications.prefault({}),
  jobDefaults: fields.jobDefaults.default({ missed, graceMs, gap, repeat }),
  zoom: fields.zoom.default(100),
  updates: fields.updates.default('install'),
  hourCycle: fields.hourCycle.default('system'),
  firstWeekday: fields.firstWeekday.default('system'),
});
export type Settings = z.infer<typeof settings>;

/** An edit: only what is named changes. */
export const settingsChanges = z.object(fields).partial();
export type SettingsChanges = z.infer<typeof settingsChanges>;
