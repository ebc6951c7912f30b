import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fakeClockLibrary } from '../../electron/dev/system.mjs';

/** A wall clock that one program sees, and that is set while the program runs; the monotonic clock stays real. */
export interface WallClock {
  /** What the program has to be started with. */
  env: Record<string, string>;
  /** Epoch ms, as the program reads it. */
  now(): number;
  /** Sets the clock; programs see it within a second. */
  set(time: number): Promise<void>;
}

/**
 * Keeps its setting in `folder`; stands at `time` (epoch ms) at first.
 * @throws when libfaketime is missing: what it tests must not be skipped in silence
 */
export async function wallClockIn(folder: string, time: number): Promise<WallClock> {
  const library = fakeClockLibrary();
  if (library === null) throw new Error('There is no libfaketime. Install the package faketime.');
  const file = join(folder, 'offset');
  let offset = 0;
  const set = async (wanted: number) => {
    offset = wanted - Date.now();
    // Put in place in one step, so that nobody reads half a number.
    await writeFile(`${file}.new`, `${offset < 0 ? '' : '+'}${(offset / 1000).toFixed(3)}\n`);
    await rename(`${file}.new`, file);
  };
  await set(time);
  return { env: environment(library, file), now: () => Date.now() + offset, set };
}

function environment(library: string, file: string): Record<string, string> {
  return {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_CACHE_DURATION: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    // Its remedy for an old glibc makes Chromium's threads spin on their timed waits.
    FAKETIME_FORCE_MONOTONIC_FIX: '0',
    NO_FAKE_STAT: '1',
  };
}
