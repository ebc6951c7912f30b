import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type JobTrial, jobTrial } from '#contract/job.ts';
import { TestOutput } from '#core/test-output.ts';
import { World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await World.open({ at: '2026-03-04T10:00:00Z' });
});
afterEach(() => world.close());

const trial = (changes: object = {}): JobTrial =>
  jobTrial.parse({ action: { kind: 'command', run: { by: 'shell', line: 'make' } }, ...changes });
const start = (changes: object = {}) => world.engine.tests.start(trial(changes));
const print = (text: string, at = 0) => world.started[at]?.context.output('stdout', new TextEncoder().encode(text));
const end = () => world.tests.find(([, told]) => typeof told !== 'string')?.[1];

describe('a test run', () => {
  beforeEach(() => {
    world.hold = true;
  });

  it('shows what is printed as it comes, and how it ended; nothing is recorded', async () => {
    const id = start({ environment: { A: '1' }, workingDirectory: '/tmp' });
    expect(world.started[0]?.context).toMatchObject({
      ...{ runId: 0, attempt: 1, environment: { A: '1' }, workingDirectory: '/tmp' },
    });
    print('one\n');
    expect(world.tests).toEqual([]);
    await world.time.advance(150);
    expect(world.tests).toEqual([[id, 'one\n']]);
    print('two\n');
    await world.time.advance(10);
    world.started[0]?.finish({ exitCode: 3, signal: null, error: 'Exit code 3.' });
    await world.quiet();
    expect(world.tests.slice(1)).toEqual([
      [id, 'two\n'],
      [id, { status: 'failed', exitCode: 3, signal: null, error: 'Exit code 3.', ms: 160, dropped: 0 }],
    ]);
    expect(await world.rows()).toEqual([]);
    expect(world.engine.tests.stop(id)).toBe(false);
  });

  it('is judged by the rule of success', async () => {
    start({ policy: { success: { exitCodes: [0, 3], mustMatch: 'all good' } } });
    print('all ');
    print('good');
    world.started[0]?.finish({ exitCode: 3, signal: null, error: 'Exit code 3.' });
    await world.quiet();
    expect(end()).toMatchObject({ status: 'success', error: null });
  });

  it('ends at its timeout, by force when it does not listen', async () => {
    start({ policy: { timeoutMs: 5_000 } });
    await world.time.advance(4_999);
    expect(world.started[0]).toMatchObject({ stopped: false });
    await world.time.advance(1);
    expect(world.started[0]).toMatchObject({ stopped: true, killed: false });
    await world.time.advance(10_000);
    expect(end()).toMatchObject({ status: 'timed-out', error: "Stopped after 5 s, the job's timeout.", ms: 15_000 });
  });

  it('can be stopped; three at once are enough', async () => {
    const ids = [start(), start(), start()];
    expect(() => start()).toThrow('3 test runs are under way. Stop one first.');
    expect(world.engine.tests.stop(ids[1] as number)).toBe(true);
    expect(world.started.map(({ stopped }) => stopped)).toEqual([false, true, false]);
    world.started[1]?.finish({ exitCode: null, signal: 'SIGTERM', error: null });
    await world.quiet();
    expect(end()).toMatchObject({ status: 'cancelled', error: 'Stopped by hand.' });
    start();
    const all = world.engine.tests.stopAll();
    await world.time.advance(10_000);
    await all;
    expect(world.started.every(({ killed }, at) => killed || at === 1)).toBe(true);
  });

  it('ends with the application', async () => {
    start();
    const gone = world.engine.shutdown('wait');
    await world.time.advance(10_000);
    await gone;
    expect(world.started[0]).toMatchObject({ stopped: true, killed: true });
  });
});

describe('the output of a test run', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const join = (chunks: { text: string }[]) => chunks.map(({ text }) => text).join('');

  it('keeps both ends of a flood, and says how much is missing between', () => {
    const output = new TestOutput(10_000);
    let live = '';
    for (let line = 0; line < 10_000; line++) {
      output.write('stdout', bytes(`line ${String(line).padStart(5)}\n`), line * 10);
      live += join(output.take());
    }
    expect(live).toMatch(/^line {5}0\n/);
    expect(live.length).toBeLessThanOrEqual(5_000);
    const rest = output.finish(100_000);
    expect(join(rest)).toMatch(/\nline {2}9999\n$/);
    expect(join(rest).length).toBeLessThanOrEqual(5_000);
    expect(live.length + join(rest).length + output.dropped).toBe(110_000);
    expect(output.text).toBe(live + join(rest));
    // The gap is seen by its numbers.
    expect(rest[0]?.seq).toBeGreaterThan(Math.ceil(5_000 / 11));
  });

  it('joins characters that came in two pieces', () => {
    const output = new TestOutput(10_000);
    output.write('stdout', Uint8Array.of(0xc3), 0);
    output.write('stderr', bytes('!'), 1);
    output.write('stdout', Uint8Array.of(0xa9, 0xff), 2);
    output.write('stdout', Uint8Array.of(0xc3), 3);
    const chunks = [...output.take(), ...output.finish(4)];
    expect(join(chunks.filter(({ stream }) => stream === 'stdout'))).toBe('é��');
    expect(join(chunks.filter(({ stream }) => stream === 'stderr'))).toBe('!');
  });
});
