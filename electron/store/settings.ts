import { z } from 'zod';
import { clockJump } from '#contract/band.ts';
import { pause } from '#contract/job.ts';
import { settings } from '#contract/settings.ts';
import { instant } from '#contract/time.ts';
import { windowPlaces } from '#contract/window-place.ts';
import type { SettingsStore } from '#core/ports.ts';
import type { Connection } from './connection.ts';
import type { WriteQueue } from './write-queue.ts';

const MOST_JUMPS = 100;

/** Settings, the pause of everything, when the clock was set, and the last sign of life: one JSON value a key. What cannot be read is the default. */
export function createSettingsStore(writer: Connection, reader: Connection, queue: WriteQueue): SettingsStore {
  const get = async <T>(connection: Connection, key: string, schema: z.ZodType<T>, otherwise: T): Promise<T> => {
    const [row] = await connection.all<{ value: string }>('SELECT value FROM settings WHERE key = $1', [key]);
    return row ? schema.catch(otherwise).parse(parsed(row.value)) : otherwise;
  };
  const put = (key: string, value: unknown) =>
    writer.all('REPLACE INTO settings (key, value) VALUES ($1, $2)', [key, JSON.stringify(value)]);
  const jumps = (connection: Connection) => get(connection, 'clockJumps', z.array(clockJump), []);
  const defaults = settings.parse({});
  const current = async (connection: Connection) => {
    const stored = await get(connection, 'settings', z.record(z.string(), z.unknown()), {});
    // Field by field, so that one bad value does not reset the others.
    const fields = Object.entries(stored).filter(([key, value]) => settings.safeParse({ [key]: value }).success);
    return { ...defaults, ...settings.parse(Object.fromEntries(fields)) };
  };
  return {
    get: () => current(reader),
    set: (changes) =>
      queue.run(async () => {
        const changed = { ...(await current(writer)), ...changes };
        await put('settings', changed);
        return changed;
      }),
    pause: () => get(reader, 'pause', pause.nullable(), null),
    setPause: async (value) => void (await queue.run(() => put('pause', value))),
    windowPlaces: () => get(reader, 'windowPlaces', windowPlaces, windowPlaces.parse({})),
    setWindowPlaces: async (value) => void (await queue.run(() => put('windowPlaces', value))),
    clockJumps: () => jumps(reader),
    addClockJump: (jump) =>
      queue.run(async () => void (await put('clockJumps', [...(await jumps(writer)), jump].slice(-MOST_JUMPS)))),
    aliveAt: () => get(reader, 'aliveAt', instant.nullable(), null),
    setAliveAt: async (at) => void (await queue.run(() => put('aliveAt', at))),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
