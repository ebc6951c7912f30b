import { describe, expect, it } from 'vitest';
import { FOREVER } from '#contract/limits.ts';
import { belfryAtDoor } from './belfry-at-door.ts';

const { at, belfry, json } = belfryAtDoor();

describe('the command itself', () => {
  it('exits with 3 when Belfry does not run', async () => {
    await at.door.close();
    expect(await belfry('ls')).toEqual({
      code: 3,
      stdout: '',
      stderr: 'belfry: Belfry is not running; start it, then try again.\n',
    });
    const { code, value } = await json('status');
    expect(code).toBe(3);
    expect(value.error).toMatchObject({ code: 'unavailable' });
  });

  it('helps, and exits with 2 when it is not understood', async () => {
    expect(await at.command(['--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Exit codes'),
    });
    expect(await at.command(['help', 'add'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('--cron'),
    });
    expect(await at.command(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
    expect(await at.command([])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('Usage: belfry'),
    });
    expect(await at.command(['dance'])).toMatchObject({
      code: 2,
      stderr: "belfry: Unknown command 'dance'.\n",
    });
    expect(await at.command(['show'])).toMatchObject({
      code: 2,
      stderr: "belfry: Missing required argument 'job'.\n",
    });
    expect(JSON.parse((await at.command(['--json'])).stderr)).toMatchObject({
      error: { code: 'invalid' },
    });
  });

  it('takes --data before BELFRY_DATA, before or after the command', async () => {
    await at.door.app.addJob('a');
    const environment = { BELFRY_DATA: '/nonexistent' };
    expect((await at.command(['ls', '--data', at.door.data], { environment })).stdout).toContain('a');
    expect((await at.command(['--data', at.door.data, 'ls'], { environment })).stdout).toContain('a');
  });

  it('leaves the words of a job’s own command alone', async () => {
    await belfry('add', '--name', '--json', '--command', '--data', '--description=--json');
    expect(at.door.app.jobs.get(1)).toMatchObject({
      name: '--json',
      description: '--json',
      action: { run: { line: '--data' } },
    });
  });
});
describe('pauses on the command line', () => {
  it('holds everything or single jobs, for a time or until resumed', async () => {
    await at.door.app.addJob('a');
    await at.door.app.addJob('b');
    expect((await json('pause', 'a')).value).toMatchObject([{ name: 'a', pausedUntil: '9999-12-31T23:59:59.999Z' }]);
    expect(at.door.app.jobs.get(1)?.pause?.until).toBe(FOREVER);
    expect((await belfry('pause', 'a', 'b', '--until', '2999-01-01')).stdout).toContain(
      '“b” is paused until 2999-01-01 00:00:00.',
    );
    expect((await json('resume', 'a')).value).toMatchObject([{ name: 'a', pausedUntil: null }]);
    const before = Date.now();
    const { value } = await json('pause', '--for', '2h');
    expect(Date.parse(value.pause.until) - before).toBeGreaterThanOrEqual(7_200_000);
    expect(Date.parse(value.pause.until) - Date.now()).toBeLessThanOrEqual(7_200_000);
    expect((await json('status')).value).toMatchObject({
      state: 'paused',
      jobs: 2,
    });
    expect((await json('resume')).value).toMatchObject({
      state: 'idle',
      pause: null,
    });
    expect((await json('pause', '--until', 'tomorrow at 8:00')).value.pause.until).toMatch(/T08:00:00\.000Z$/);
    expect((await belfry('pause', '--for', '1h', '--until', '2999-01-01')).code).toBe(2);
    expect(await belfry('pause', '--until', 'tomorow at 8:00')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/“tomorow” is not understood in a date; e\.g\. tomorrow 8:00, /),
    });
    expect(await belfry('pause', '--until', 'at start')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/“at start” is no single date\. Name one, such as tomorrow 8:00/),
    });
  });
});
