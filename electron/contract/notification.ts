import { z } from 'zod';
import { mailAddress } from './mail.ts';
import { referenceProblem } from './secret.ts';
import { duration, instant } from './time.ts';

/** Where something is posted to; may hold `${secret:NAME}`. */
const endpoint = z
  .string()
  .trim()
  .max(2000)
  .regex(/^(https?:\/\/\S+|\$\{secret:[^}\s]+\}\S*)$/, 'Give an address that starts with https:// or http://.')
  .check(({ value, issues }) => {
    const message = referenceProblem(value);
    if (message !== null) issues.push({ code: 'custom', message, input: value });
  });

const channels = {
  /** A notice of the desktop. */
  desktop: z.boolean(),
  email: z.array(mailAddress).max(20, 'At most 20 addresses.'),
  webhooks: z.array(endpoint).max(20, 'At most 20 webhooks.'),
};

/** When a job tells of itself, and by what way. */
export const notifications = z.object({
  onFailure: z.boolean().default(true),
  onSuccess: z.boolean().default(false),
  /** The first success after a failure. */
  onRecovery: z.boolean().default(false),
  /** It started this late or later, or was missed; null = never told. */
  lateMs: duration.nullable().default(null),
  /** It runs well over its usual time. */
  onLong: z.boolean().default(false),
  desktop: channels.desktop.default(true),
  email: channels.email.default([]),
  webhooks: channels.webhooks.default([]),
  /** Told of each start, success and failure, so that somebody else notices when Belfry itself is silent. */
  pingUrl: endpoint.nullable().default(null),
});
export type Notifications = z.infer<typeof notifications>;

/** Ways that hold for every job, besides its own; `desktop` off silences all notices of the desktop. */
export const notificationSettings = z.object({
  desktop: channels.desktop.default(true),
  email: channels.email.default([]),
  webhooks: channels.webhooks.default([]),
});
export type NotificationSettings = z.infer<typeof notificationSettings>;

export const noticeKind = z.enum(['failure', 'success', 'recovery', 'late', 'missed', 'long']);
export type NoticeKind = z.infer<typeof noticeKind>;

export const noticeChannel = z.enum(['desktop', 'email', 'webhook', 'ping']);
export type NoticeChannel = z.infer<typeof noticeChannel>;

/** That somebody was told of a run, or why not. */
export const delivery = z.object({
  at: instant,
  kind: noticeKind.or(z.literal('ping')),
  channel: noticeChannel,
  /** The address, or the host of a webhook: the rest of it may be secret. */
  target: z.string(),
  /** One sentence, null when it got there. */
  error: z.string().nullable(),
});
export type Delivery = z.infer<typeof delivery>;
