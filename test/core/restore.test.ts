import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { restore } from '#core/restore.ts';
import { connect } from '#store/connection.ts';
import { tempFolder } from '../support/temp.ts';
import { OK, World } from '../support/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let world: World;
let file: string;
let held: string[];
beforeEach(async () => {
  file = join(await tempFolder(), 'copy.sqlite');
  held = [];
  world = await World.open({ at: '2026-03-02T09:00:00Z' });
});
afterEach(() => world.close());

const backUp = () => world.store.backups.create(file, 'by-hand', world.time.now());

/** As the application does it; `held` tells the order of things. */
async function restoreNow(wait = false): Promise<string> {
  const staged = await world.store.backups.stage(file);
  return restore(staged, wait, {
    ...{ ...world.engine, clock: world.time },
    holdRequests: async () => {
      held.push('held');
      return () => held.push('let in');
    },
    onReplaced: async () => void held.push('replaced'),
  });
}

describe('a restore under the running application', () => {
  it('goes on from now: nothing that passed rings, and the next bells do', async () => {
    await world.add({ name: 'minutely', cron: '* * * * *', policy: { missed: 'all', catchUpWindowMs: null } });
    await world.time.advance(2 * MINUTE);
    await backUp();
    await world.add({ name: 'later', cron: '* * * * *' });
    await world.time.advance(20 * MINUTE);
    await restoreNow();
    await world.quiet();
    expect(held).toEqual(['held', 'replaced', 'let in']);
    expect([...world.engine.roster.jobs.values()].map(({ job }) => job.name)).toEqual(['minutely']);
    expect(await world.ledger()).toEqual(['success 09:01:00', 'success 09:02:00']);
    expect((await world.store.jobs.find('minutely'))?.nextRunAt).toBe(world.time.now() + MINUTE);
    await world.time.advance(2 * MINUTE);
    expect(await world.ledger()).toEqual(['09:01:00', '09:02:00', '09:23:00', '09:24:00'].map((at) => `success ${at}`));
    expect(world.reports).toEqual([]);
  });

  it('goes on telling people, and the new ledger says whom', async () => {
    await world.add({ name: 'minutely', cron: '* * * * *' });
    await backUp();
    await restoreNow();
    world.outcome = { exitCode: 1, signal: null, error: 'Exit code 1.' };
    await world.time.advance(MINUTE);
    expect(world.told).toEqual(['desktop: minutely failed. Exit code 1.']);
    const [row] = await world.rows();
    expect(await world.store.deliveries.of(row?.id ?? 0)).toMatchObject([{ channel: 'desktop', error: null }]);
    expect(world.reports).toEqual([]);
  });

  it('sets off no job that waits for a start, and watches the files of the jobs restored only', async () => {
    await world.add({ name: 'start', triggers: [{ kind: 'start' }] });
    await world.add({ name: 'files', triggers: [{ kind: 'files', paths: ['/somewhere'], settleMs: 1000 }] });
    await backUp();
    await world.add({ name: 'more files', triggers: [{ kind: 'files', paths: ['/else'], settleMs: 1000 }] });
    expect(world.watched.size).toBe(2);
    await restoreNow();
    await world.time.advance(MINUTE);
    expect(world.watched.size).toBe(1);
    expect(await world.ledger()).toEqual([]);
    for (const burst of world.watched) burst();
    await world.quiet();
    expect(await world.ledger()).toEqual(['success 09:01:00 file-change']);
  });

  it('takes over a pause and what was running then', async () => {
    world.hold = true;
    const id = await world.add({ name: 'long', cron: '1 9 * * *' });
    await world.time.advance(MINUTE);
    await world.engine.scheduler.pauseAll(world.time.now() + 24 * HOUR);
    await backUp();
    await world.engine.scheduler.resumeAll();
    world.started[0]?.finish(OK);
    await world.time.advance(HOUR);
    await restoreNow();
    await world.quiet();
    expect(world.engine.scheduler.pause).toMatchObject({ until: Date.parse('2026-03-03T09:01:00Z') });
    expect(await world.ledger(id)).toEqual(['interrupted 09:01:00']);
  });

  it('is refused while jobs run, by their names, and changes nothing', async () => {
    await backUp();
    world.hold = true;
    await world.add({ name: 'long', cron: '1 9 * * *' });
    await world.time.advance(MINUTE);
    await expect(restoreNow()).rejects.toMatchObject({
      code: 'conflict',
      message: '“long” is running. Let them end or stop them, then restore.',
    });
    expect(held).toEqual([]);
    world.started[0]?.finish();
    await world.time.advance(MINUTE);
    expect(await world.ledger()).toEqual(['success 09:01:00']);
  });

  it('waits for them when told to; no bell rings meanwhile', async () => {
    await world.add({ name: 'minutely', cron: '* * * * *' });
    await backUp();
    world.hold = true;
    await world.time.advance(MINUTE);
    const done = restoreNow(true);
    await world.time.advance(5 * MINUTE);
    expect(world.started).toHaveLength(1);
    expect(held).toEqual([]);
    world.started[0]?.finish();
    world.hold = false;
    await world.time.advance(1000);
    await done;
    expect(await world.ledger()).toEqual([]);
    await world.time.advance(MINUTE);
    expect(await world.ledger()).toEqual(['success 09:07:00']);
  });

  it('that cannot be done leaves the old ledger ringing, and settles late what fell due', async () => {
    await world.add({ name: 'minutely', cron: '* * * * *' });
    await backUp();
    await world.time.advance(MINUTE);
    const other = await connect(join(world.folder, 'belfry.sqlite'), 'read');
    await other.all('SELECT count(*) FROM jobs');
    onTestFinished(() => other.close());
    await expect(restoreNow()).rejects.toMatchObject({ code: 'unavailable' });
    expect(held).toEqual(['held', 'let in']);
    await world.time.advance(MINUTE);
    expect(await world.ledger()).toEqual(['success 09:01:00', 'success 09:02:00']);
  });
});
