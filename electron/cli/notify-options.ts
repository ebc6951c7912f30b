import type { Command } from 'commander';
import type { Notifications } from '#contract/notification.ts';
import { readDuration } from './durations.ts';
import { UsageError } from './failure.ts';
import { gather } from './reading.ts';

export interface NotifyOptions {
  notify?: Event[] | false;
  notifyEmail?: string[] | false;
  webhook?: string[] | false;
  ping?: string | false;
}

/** What `--notify` may name. */
type Event = 'failure' | 'success' | 'recovery' | 'long' | 'none' | { lateMs: number };

/** The options that say when a job tells of itself, and to whom. */
export function addNotifyOptions(command: Command): Command {
  return command
    .option(
      '--notify <event>',
      'tell of failure (meant if none is named), success, recovery, long, late=10m or none',
      one,
    )
    .option('--notify-email <address>', 'tell by e-mail too; may be repeated', gather)
    .option('--webhook <url>', 'tell by a JSON message too; may be repeated', gather)
    .option('--ping <url>', 'a dead-man endpoint, told of each start, success and failure');
}

/** Those named, over what the job has; null when nothing is named. */
export function readNotifications<N extends Partial<Notifications>>(options: NotifyOptions, before: N) {
  const { notify, notifyEmail, webhook, ping } = options;
  if ([notify, notifyEmail, webhook, ping].every((option) => option === undefined)) return null;
  return {
    ...before,
    ...(notify && eventsOf(notify)),
    ...(notifyEmail !== undefined && { email: notifyEmail || [] }),
    ...(webhook !== undefined && { webhooks: webhook || [] }),
    ...(ping !== undefined && { pingUrl: ping || null }),
  };
}

/** Those named are told of, the others are not. */
function eventsOf(events: Event[]) {
  const late = events.find((event) => typeof event === 'object');
  return {
    onFailure: events.includes('failure'),
    onSuccess: events.includes('success'),
    onRecovery: events.includes('recovery'),
    onLong: events.includes('long'),
    lateMs: late?.lateMs ?? null,
  };
}

function one(text: string, before: Event[] | undefined): Event[] {
  const events = text.split(',').map((word) => readEvent(word.trim()));
  return [...(Array.isArray(before) ? before : []), ...events];
}

function readEvent(text: string): Event {
  const late = /^late=(.+)$/.exec(text)?.[1];
  if (late !== undefined) return { lateMs: readDuration(late, 'notify') };
  const event = (['failure', 'success', 'recovery', 'long', 'none'] as const).find((name) => name === text);
  if (!event) throw new UsageError('Give --notify as failure, success, recovery, long, late=10m or none.', 'notify');
  return event;
}
