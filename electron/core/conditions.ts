import type { Job } from '#contract/job.ts';
import type { Conditions } from '#contract/policy.ts';
import type { Run, RunReason } from '#contract/run.ts';
import type { Settings } from '#contract/settings.ts';
import type { Clock, Surroundings } from './ports.ts';
import { zoneOf } from './zone.ts';

const DAY = 86_400_000;

/** What keeps a job from running. */
export interface Unmet {
  reason: RunReason;
  /** It waits for as long as this lasts, whatever the job says of its own conditions. */
  isHeld: boolean;
}

/** What conditions are measured by. */
export interface Circumstances {
  surroundings: Surroundings;
  clock: Clock;
  settings: () => Settings;
  /** The zone of jobs that name none. */
  zone: () => string;
}

/** Which condition keeps a job from running now, or null when all are met; its own come before those of the settings. */
export function unmet(job: Job, here: Circumstances): Unmet | null {
  const own = ownUnmet(job, here);
  if (own !== null) return { reason: own, isHeld: false };
  const held = heldBy(job, here);
  return held === null ? null : { reason: held, isHeld: true };
}

function ownUnmet({ policy: { conditions }, zone }: Job, { surroundings, ...here }: Circumstances): RunReason | null {
  if (conditions.mains === 'only' && !surroundings.onMains()) return 'on-battery';
  if (conditions.online && !surroundings.online()) return 'offline';
  if (conditions.unmetered === 'only' && surroundings.metered()) return 'metered';
  if (conditions.outsideQuietHours) {
    const { quietHours } = here.settings();
    if (quietHours && isWithin(quietHours, here.clock.now(), zone ?? here.zone())) return 'quiet-hours';
  }
  if (conditions.idleMs !== null && surroundings.idleMs() < conditions.idleMs) return 'in-use';
  return null;
}

/** What the settings hold; and whoever minds a metered network, until it is known whether it is one. */
function heldBy({ policy, action: { kind } }: Job, { surroundings, settings }: Circumstances): RunReason | null {
  const { mains, unmetered } = policy.conditions;
  const { onBattery, onMetered } = settings();
  if (mains === 'settings' && onBattery === 'hold' && !surroundings.onMains()) return 'on-battery';
  const isOverNetwork = kind === 'http' || kind === 'email';
  const isMeant = onMetered === 'hold' || (onMetered === 'hold-network' && isOverNetwork);
  const minds = unmetered === 'only' || (unmetered === 'settings' && isMeant);
  return minds && surroundings.metered() !== false ? 'metered' : null;
}

/** Whether a run that the settings or a wake hold at `now` goes on waiting when Belfry ends: its job makes up for what it missed. */
export function outlives({ reason, cause, dueAt }: Run, { policy }: Job, now: number): boolean {
  const { mains, unmetered } = policy.conditions;
  const isPutOff = reason === 'waking' && cause === 'catch-up';
  const isHeld =
    isPutOff || (reason === 'on-battery' && mains !== 'only') || (reason === 'metered' && unmetered !== 'only');
  const { missed, catchUpWindowMs: window } = policy;
  return isHeld && missed !== 'skip' && (window === null || now - dueAt <= window);
}

/** Epoch ms until which a run that began to wait at `since` waits for conditions of its own. */
export const waitLimit = ({ policy: { conditions } }: Job, since: number): number =>
  since + (conditions.unmet === 'wait' ? conditions.waitMs : 0);

/** Whether a job asks for nothing itself. */
export function isFree({ mains, online, unmetered, outsideQuietHours, idleMs }: Conditions): boolean {
  return mains !== 'only' && !online && unmetered !== 'only' && !outsideQuietHours && idleMs === null;
}

/** Whether the wall clock of `zone` stands in [from, to); equal ends mean the whole day. */
export function isWithin({ from, to }: NonNullable<Settings['quietHours']>, now: number, zone: string): boolean {
  const wall = now + zoneOf(zone).segmentAt(now).offset;
  const time = ((wall % DAY) + DAY) % DAY;
  const [start, end] = [msOf(from), msOf(to)];
  return start < end ? time >= start && time < end : time >= start || time < end;
}

function msOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
}
