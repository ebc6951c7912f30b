import { afterEach, describe, expect, it } from 'vitest';
import { policy as policySchema } from '#contract/policy.ts';
import { retryDelay } from '#core/retry.ts';
import { World } from '../support/world.ts';
import { tablesWith } from './pages.ts';

const PAGE = 'resources/guide/schedules.md';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Until the watch over the clock has noticed a sleep. */
const NOTICED = 6_000;

let world: World;

const at = (time: string) => Date.parse(`2026-03-02T${time}:00Z`);
/** The ledger as the guide writes it: no seconds where there are none. */
const ledger = async () => (await world.ledger()).map((row) => row.replaceAll(/(\d\d:\d\d):00/g, '$1')).join('; ');
const named = (cells: (string | undefined)[]) => cells.map((cell) => cell ?? '') as [string, string, string, string];
const hoursIn = (text: string) => Number(/(\d+) hours?/.exec(text)?.[1]);

/** What the guide says of a job, as its conditions. */
const OWN_RULES: Record<string, object> = {
  nothing: {},
  'even on battery': { mains: 'any' },
  'only on mains power, else skip': { mains: 'only' },
};

describe('the guide’s worked examples', () => {
  afterEach(() => world.close());

  it.each(tablesWith(PAGE, 'Schedule', 'Missed runs'))('asleep: %s, %s', async (...cells) => {
    const [cron, how, said] = named(cells);
    world = await World.open({ at: at('00:47') });
    const missed = how.split(',')[0] as 'once' | 'all' | 'skip';
    const window = how.includes('window') ? { catchUpWindowMs: hoursIn(how) * HOUR } : {};
    await world.add({ cron, policy: { missed, overlap: { mode: 'queue', limit: 100 }, ...window } });
    await world.time.advanceTo(at('00:48'));
    world.time.sleep(at('07:12') - at('00:48'));
    await world.time.advance(NOTICED);
    expect(await ledger()).toBe(said);
  });

  it.each(tablesWith(PAGE, 'At', 'The clock is set'))('set by hand: at %s %s, %s', async (...cells) => {
    const [when, how, cron, said] = named(cells);
    world = await World.open({ at: at('08:30') });
    await world.add({ cron });
    await world.time.advanceTo(at(when));
    world.time.step(hoursIn(how) * HOUR * (how.startsWith('back') ? -1 : 1));
    await world.time.advanceTo(at('11:10'));
    expect(await ledger()).toBe(said);
  });

  it.each(tablesWith(PAGE, 'Schedule', 'Paused'))('paused: %s, %s', async (...cells) => {
    const [cron, span, said] = named(cells);
    const [from, until] = span.split(' to ').map(at) as [number, number];
    world = await World.open({ at: at('08:00') });
    await world.add({ cron });
    await world.time.advanceTo(from);
    await world.engine.scheduler.pauseAll(until);
    await world.time.advanceTo(at('12:30'));
    expect(await ledger()).toBe(said);
  });

  it.each(tablesWith(PAGE, 'Overlap', 'In the ledger'))('overlap: %s', async (...cells) => {
    const [how, said] = named(cells);
    const [mode, limit = '1'] = how.split(', ') as ['skip' | 'queue' | 'parallel' | 'replace', string?];
    world = await World.open({ at: at('08:59') });
    world.play = ({ finish, ...started }) => {
      world.time.after(25 * MINUTE, () => finish());
      started.onStop = () => finish({ exitCode: null, signal: 'SIGTERM', error: null });
    };
    await world.add({ cron: '0,10,20,30 9 * * *', policy: { overlap: { mode, limit: Number(limit) } } });
    await world.time.advanceTo(at('11:00'));
    expect(await ledger()).toBe(said);
  });

  it.each(tablesWith(PAGE, 'When unmet'))('on battery: %s', async (...cells) => {
    const [how, said] = named(cells);
    const [unmet, length = ''] = how.split(', ') as ['skip' | 'wait', string?];
    const waitMs = /hour/.test(length) ? hoursIn(length) * HOUR : Number.parseInt(length, 10) * MINUTE;
    world = await World.open({ at: at('08:59') });
    world.around.mains = false;
    await world.add({
      cron: '0 9 * * *',
      policy: { conditions: { mains: 'only', unmet, ...(unmet === 'wait' && { waitMs }) } },
    });
    await world.time.advanceTo(at('09:40'));
    world.around.mains = true;
    await world.time.advanceTo(at('11:30'));
    expect(await ledger()).toBe(said);
  });

  it.each(tablesWith(PAGE, 'The job says'))('on battery, which settings hold: %s', async (...cells) => {
    const [how, said] = named(cells);
    world = await World.open({ at: at('08:59'), settings: { onBattery: 'hold' } });
    world.around.mains = false;
    await world.add({ cron: '0 9-11 * * *', policy: { conditions: OWN_RULES[how] } });
    await world.time.advanceTo(at('11:20'));
    world.around.mains = true;
    await world.time.advanceTo(at('11:30'));
    expect(await ledger()).toBe(said);
  });
});

describe('the guide’s waits between attempts', () => {
  it.each(tablesWith(PAGE, 'Retries', 'First wait'))(
    '%s retries, %s, %s, %s',
    (count, first, growth, ceiling, said) => {
      const ms = (text = '') => Number.parseInt(text, 10) * (text.endsWith('min') ? MINUTE : 1000);
      const { retry } = policySchema.parse({
        retry: {
          count: Number(count),
          delayMs: ms(first),
          backoff: growth === 'doubling' ? 'exponential' : 'fixed',
          ceilingMs: ms(ceiling),
        },
      });
      const waits = Array.from({ length: retry.count + 1 }, (_, at) => retryDelay(retry, at + 1, () => 0));
      expect(waits.map((wait) => (wait === null ? 'no more' : `${wait / 1000} s`)).join(', ')).toBe(`${said}, no more`);
    },
  );
});
