import { countdown, elapsed, fullTime, past, wallTime } from './dates.ts';
import { useTick } from './ticker.ts';

/** "2 m 53 s", each second. `at` in epoch ms. */
export function Countdown({ at }: { at: number }) {
  const text = useTick((now) => countdown(at, now));
  return (
    <span className="bf-num" title={fullTime(at)}>
      {text}
    </span>
  );
}

export function WallTime({ at }: { at: number }) {
  const text = useTick((now) => wallTime(at, now));
  return (
    <span className="bf-num" title={fullTime(at)}>
      {text}
    </span>
  );
}

export function Elapsed({ since }: { since: number }) {
  const text = useTick((now) => elapsed(now - since));
  return <span className="bf-num">{text}</span>;
}

export function Past({ at }: { at: number }) {
  const text = useTick((now) => past(at, now));
  return (
    <span className="bf-num" title={fullTime(at)}>
      {text}
    </span>
  );
}
