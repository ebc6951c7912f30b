import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wallClockIn } from '../support/wall-clock.ts';
import { type Child, sleep, start } from './processes.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
export const STOP_S = 30;
const STOP_WATCH_S = 10;
/** Two minutely rings and a little. */
export const STEP_WATCH_S = 130;

export interface Stop {
  name: string;
  /** Rings in the first second after it went on; one is due. */
  atOnce: number;
  /** Occurrences of the stop that rang all the same. */
  caughtUp: number;
  /** Occurrences that the scheduler itself says it let go. */
  told: number;
  /** Occurrences of which nothing is known. */
  lost: number;
  /** Whether it rang once a second again, from five seconds after. */
  rhythm: boolean;
}

export interface Step {
  name: string;
  hours: number;
  /** Rings in the first six seconds after the clock was set, the minute being far. */
  atOnce: number;
  /** Whether it rang at the next minute of the new time. */
  nextMinute: boolean;
  /** Real seconds to the first ring; null: none while it was watched. */
  silentS: number | null;
  /** Rings while it was watched; two are due. */
  rings: number;
}

/** A job each second, stopped (SIGSTOP) for STOP_S; all side by side. */
export async function stop(names: string[]): Promise<Stop[]> {
  return Promise.all(names.map(stopOne));
}

async function stopOne(name: string): Promise<Stop> {
  const child = start(['listen', name, '* * * * * *']);
  try {
    await child.until((said) => said.length >= 4, 30_000);
    // Between two seconds, so that no ring is cut in half.
    await sleep(1500 - (Date.now() % 1000));
    const before = ringsOf(child).length;
    child.process.kill('SIGSTOP');
    await sleep(STOP_S * 1000);
    child.process.kill('SIGCONT');
    const goesOn = Date.now();
    await sleep(STOP_WATCH_S * 1000);
    const rings = ringsOf(child).slice(before);
    const caughtUp = Math.max(0, rings.length - STOP_WATCH_S);
    const told = child.said.reduce((sum, { line }) => sum + Number(line.told ?? 0), 0);
    const steady = rings.filter(({ at }) => at >= goesOn + 5_000);
    return {
      name,
      atOnce: rings.filter(({ at }) => at < goesOn + 1_000).length,
      caughtUp,
      told,
      lost: Math.max(0, STOP_S - caughtUp - told),
      rhythm: steady.length === STOP_WATCH_S - 5 && steady.every(({ wall }) => wall % 1000 < 250),
    };
  } finally {
    child.process.kill('SIGKILL');
  }
}

/** A job each minute, the wall clock set by an hour ahead and back (libfaketime); all side by side. */
export async function step(names: string[]): Promise<Step[]> {
  return Promise.all([1, -1].flatMap((hours) => names.map((name) => stepOne(name, hours))));
}

async function stepOne(name: string, hours: number): Promise<Step> {
  const folder = await mkdtemp(join(tmpdir(), 'belfry-bench-'));
  // The first ring comes twenty seconds after the start.
  const clock = await wallClockIn(folder, Math.ceil(Date.now() / MINUTE) * MINUTE + MINUTE - 20_000);
  const child = start(['listen', name, '* * * * *'], clock.env);
  try {
    if (!(await child.until((said) => said.length > 0, 90_000))) throw new Error(`${name} never rang.`);
    await sleep(3_000);
    const before = ringsOf(child).length;
    await clock.set(clock.now() + hours * HOUR);
    const set = Date.now();
    const due = Math.ceil(clock.now() / MINUTE) * MINUTE;
    await sleep(STEP_WATCH_S * 1000);
    const rings = ringsOf(child).slice(before);
    const first = rings[0];
    return {
      name,
      hours,
      atOnce: rings.filter(({ at }) => at < set + 6_000).length,
      nextMinute: rings.some(({ wall }) => wall >= due && wall < due + 2_000),
      silentS: first ? Math.round((first.at - set) / 1000) : null,
      rings: rings.length,
    };
  } finally {
    child.process.kill('SIGKILL');
    await child.ended;
    await rm(folder, { recursive: true, force: true });
  }
}

function ringsOf({ said }: Child): { at: number; wall: number }[] {
  return said.flatMap(({ at, line }) => (typeof line.wall === 'number' ? [{ at, wall: line.wall }] : []));
}
