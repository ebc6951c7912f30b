import type { Notifications } from '#contract/notification.ts';
import { spellDuration } from './spell.ts';
import { neededTime } from './typed.ts';

/** Who is told of what, with that as typed which is written in words. */
export interface NotifyForm {
  notifications: Notifications;
  late: string;
  /** Addresses as typed, separated by commas or blanks. */
  mailTo: string;
  webhooks: string;
}

/** From when on a run counts as late, when that is switched on. */
const LATE_MS = 10 * 60_000;

export const notifyFormOf = (notifications: Notifications): NotifyForm => ({
  notifications,
  late: spellDuration(notifications.lateMs ?? LATE_MS),
  mailTo: notifications.email.join(', '),
  webhooks: notifications.webhooks.join(' '),
});

/** Who is told of what, as typed. @throws BelfryError naming the field */
export function notificationsOf({ notifications, late, mailTo, webhooks }: NotifyForm): Notifications {
  const list = (typed: string, between: RegExp) => [
    ...new Set(
      typed
        .split(between)
        .map((one) => one.trim())
        .filter(Boolean),
    ),
  ];
  return {
    ...notifications,
    lateMs: notifications.lateMs === null ? null : neededTime(late, 'notifications.lateMs'),
    // A mail address may carry a name with blanks, a URL none.
    email: list(mailTo, /[,;\n]/),
    webhooks: list(webhooks, /\s+/),
  };
}
