import schedule from 'node-schedule';
import type { Alarm } from '#core/ports.ts';

/**
 * The only timer of the scheduler: one node-schedule one-shot, armed anew after each ring. A fresh name each time, an
 * `error` listener always, and callbacks of an older arming are ignored: its one-shots can survive `cancel()` after a
 * clock step, and a reused name silently replaces.
 */
export function createAlarm(report: (error: unknown) => void): Alarm {
  let arming = 0;
  let job: schedule.Job | null = null;
  let ring: () => void = () => {};

  const disarm = () => {
    arming++;
    job?.cancel();
    job = null;
  };
  return {
    disarm,
    onRing: (listener) => {
      ring = listener;
    },
    arm: (at) => {
      disarm();
      const mine = arming;
      // Out of node-schedule's callback, because the ring arms again.
      const fire = () => void setImmediate(() => mine === arming && ring());
      job = schedule.scheduleJob(`belfry-wake-${mine}`, new Date(at), fire);
      // null: the instant has passed already.
      if (job === null) fire();
      else job.on('error', report);
    },
  };
}
