import { elapsed } from './format.ts';
import { useTick } from './ticker.ts';
import { wallTime } from './wall-time.ts';

/** Time left until `at` (epoch ms), changing in place. Not a live region. */
export function Countdown({ at }: { at: number }) {
  const words = useTick((now) => wallTime.countdown(at, now));
  return (
    <time dateTime={new Date(at).toISOString()} title={wallTime.full(at)}>
      {words}
    </time>
  );
}

/** "in 11 h 32 m". */
export function InTime({ at }: { at: number }) {
  return <span title={wallTime.full(at)}>{useTick((now) => wallTime.inTime(at, now))}</span>;
}

/** "7 m ago". */
export function Ago({ at }: { at: number }) {
  const words = useTick((now) => wallTime.ago(at, now));
  return <span title={wallTime.full(at)}>{words}</span>;
}

/** Time since `since` (epoch ms): "13:27". */
export function Elapsed({ since }: { since: number }) {
  return <span title={wallTime.full(since)}>{useTick((now) => elapsed(now - since))}</span>;
}

/** "today 15:00", "Sat 02:30". */
export function Near({ at }: { at: number }) {
  return <span title={wallTime.full(at)}>{useTick((now) => wallTime.near(at, now))}</span>;
}

/** "15:00" today, else with its day; in a column, `clock` writes its time as those of the others. */
export function Brief({ at, clock }: { at: number; clock?: (at: number) => string }) {
  return <span title={wallTime.full(at)}>{useTick((now) => wallTime.brief(at, now, clock))}</span>;
}
