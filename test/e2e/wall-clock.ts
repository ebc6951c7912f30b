import { tempFolder } from '../support/temp.ts';
import { type WallClock, wallClockIn } from '../support/wall-clock.ts';

export type { WallClock };

/** A wall clock for the length of one test. @throws when libfaketime is missing */
export async function openWallClock(time: number): Promise<WallClock> {
  return wallClockIn(await tempFolder(), time);
}
