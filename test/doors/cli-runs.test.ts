import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { BelfryError } from '#contract/error.ts';
import { belfryAtDoor } from './belfry-at-door.ts';
import { ended } from './command.ts';

const { at, belfry, json } = belfryAtDoor();

describe('runs on the command line', () => {
  it('prints the id, or waits for the end', async () => {
    await at.door.app.addJob('a');
    expect(await belfry('run', 'a')).toMatchObject({ code: 0, stdout: '1\n' });
    for (const [id, status, code] of [
      [2, 'success', 0],
      [3, 'failed', 1],
      [4, 'timed-out', 1],
    ] as const) {
      const waiting = belfry('run', 'a', '--wait');
      await vi.waitFor(() => expect(at.door.app.runs).toHaveLength(id));
      at.door.app.end(id, status, code === 0 ? null : 'It broke.');
      const said = await waiting;
      expect(said.code).toBe(code);
      expect(said.stdout).toBe(code === 0 ? `Run ${id}: success\n` : `Run ${id}: ${status}: It broke.\n`);
    }
    const stopped = await json('stop', '1');
    expect(stopped.value).toMatchObject({ id: 1, status: 'cancelled' });
  });

  it('says so when a run has to wait or is not let in', async () => {
    const job = await at.door.app.addJob('a');
    at.door.app.handlers['jobs.run'] = () => at.door.app.addRun(job, { status: 'queued', reason: 'overlap' });
    expect(await belfry('run', 'a')).toEqual({ code: 0, stdout: '1\n', stderr: 'belfry: Run 1: queued: overlap\n' });
    at.door.app.handlers['jobs.run'] = () => {
      throw new BelfryError('refused', '“a” still runs.', 'job');
    };
    expect(await belfry('run', 'a')).toEqual({ code: 1, stdout: '', stderr: 'belfry: “a” still runs.\n' });
  });

  it('gives a run variables of its own', async () => {
    await at.door.app.addJob('a');
    const given: unknown[] = [];
    const start = at.door.app.handlers['jobs.run'];
    at.door.app.handlers['jobs.run'] = (input) => {
      given.push(input.variables);
      return start(input);
    };
    expect(await belfry('run', 'a', '--env', 'TO=prod', '--env', 'EMPTY=')).toMatchObject({ code: 0 });
    expect(await belfry('run', 'a')).toMatchObject({ code: 0 });
    expect(given).toEqual([{ TO: 'prod', EMPTY: '' }, undefined]);
    expect(await belfry('run', 'a', '--env', 'TO')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--env as NAME=value'),
    });
    expect(await belfry('run', 'a', '--env', 'not a name=1')).toMatchObject({
      ...{ code: 1, stderr: expect.stringContaining('A variable name has letters, digits and _ only.') },
    });
    expect(at.door.app.runs).toHaveLength(2);
  });

  it('does not miss an end that comes before the answer', async () => {
    await at.door.app.addJob('a');
    const start = at.door.app.handlers['jobs.run'];
    at.door.app.handlers['jobs.run'] = async (input) => {
      const run = { ...(await start(input)) };
      at.door.app.end(run.id, 'success');
      return run;
    };
    expect(await belfry('run', 'a', '--wait')).toMatchObject({
      code: 0,
      stdout: 'Run 1: success\n',
    });
  });

  it('says so when Belfry goes away while it waits', async () => {
    await at.door.app.addJob('a');
    const waiting = belfry('run', 'a', '--wait');
    await vi.waitFor(() => expect(at.door.app.runs).toHaveLength(1));
    await at.door.close();
    expect(await waiting).toMatchObject({
      code: 3,
      stderr: 'belfry: Belfry has stopped answering.\n',
    });
  });

  it('prints output to where the job printed it', async () => {
    at.door.app.addRun(await at.door.app.addJob('a'));
    at.door.app.print(1, 'stdout', 'out \u001b[32mgreen\u001b[0m\n');
    at.door.app.print(1, 'stderr', 'err\n');
    expect(await belfry('logs', '1')).toEqual({
      code: 0,
      stdout: 'out \u001b[32mgreen\u001b[0m\n',
      stderr: 'err\n',
    });
    expect((await json('logs', '1')).value).toMatchObject([
      { seq: 0, stream: 'stdout' },
      { seq: 1, stream: 'stderr' },
    ]);
  });

  it('takes a job for its latest run: of those that ran to print, of those that run to stop', async () => {
    const { app } = at.door;
    const job = await app.addJob('a');
    expect(await belfry('logs', 'a')).toMatchObject({ code: 1, stderr: 'belfry: “a” has not run yet.\n' });
    app.addRun(job);
    app.end(1, 'success');
    expect(await belfry('stop', 'a')).toMatchObject({ code: 1, stderr: 'belfry: “a” does not run now.\n' });
    app.addRun(job);
    app.print(2, 'stdout', 'second\n');
    app.addRun(job, { status: 'missed', startedAt: null });
    expect((await belfry('logs', 'a')).stdout).toBe('second\n');
    expect((await json('stop', 'a')).value).toMatchObject({ id: 2, status: 'cancelled' });
    expect((await belfry('logs', 'b')).code).toBe(1);
  });

  it('follows output until the run ends, each piece once', async () => {
    at.door.app.addRun(await at.door.app.addJob('a'));
    at.door.app.print(1, 'stdout', 'early\n');
    const child = at.command.start(['logs', '1', '--follow', '--data', at.door.data]);
    const said = ended(child);
    if (child.stdout) await once(child.stdout, 'data');
    for (let line = 0; line < 100; line += 1) at.door.app.print(1, 'stdout', `${line}\n`);
    at.door.app.end(1, 'failed', 'It broke.');
    const { code, stdout } = await said;
    expect(stdout).toBe(`early\n${Array.from({ length: 100 }, (_, line) => `${line}\n`).join('')}`);
    expect(code).toBe(1);
    const again = await belfry('logs', '1', '--follow', '--json');
    expect(
      again.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).seq),
    ).toHaveLength(101);
  });
});

describe('belfry logs --raw', () => {
  it('gives the very bytes, and no word about what was left out', async () => {
    const { app } = at.door;
    app.addRun(await app.addJob('a'), { outputDropped: 999 });
    app.print(1, 'stdout', 'text ');
    app.print(1, 'stdout', '\uFFFD', { skip: 7 });
    Object.assign(app.output.get(1)?.[1] ?? {}, { base64: Buffer.from([0x80, 0x00]).toString('base64') });
    app.end(1, 'success');
    const child = at.command.start(['logs', '1', '--raw', '--data', at.door.data]);
    const parts: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => parts.push(part));
    await once(child, 'close');
    expect(Buffer.concat(parts)).toEqual(Buffer.from('text \x80\x00', 'latin1'));
  });
});

describe('belfry logs --follow', () => {
  it('keeps the order in a flood of which events carry but a part, and goes from attempt to attempt', async () => {
    const { app } = at.door;
    app.addRun(await app.addJob('a'), { attempts: 2 });
    app.print(1, 'stdout', 'a');
    const child = at.command.start(['logs', '1', '--follow', '--data', at.door.data]);
    const said = ended(child);
    if (child.stdout) await once(child.stdout, 'data');
    app.print(1, 'stdout', 'b', { silent: true });
    app.print(1, 'stdout', 'c');
    app.print(1, 'stdout', 'd', { attempt: 2, silent: true });
    app.print(1, 'stdout', 'e', { attempt: 2 });
    Object.assign(app.runs[0] ?? {}, { attempt: 2 });
    app.end(1, 'success');
    expect(await said).toEqual({ code: 0, stdout: 'abcde', stderr: '' });
  });

  it('says where output was left out', async () => {
    const { app } = at.door;
    app.addRun(await app.addJob('a'), { outputDropped: 999 });
    app.print(1, 'stdout', 'head');
    app.print(1, 'stdout', 'tail', { skip: 7 });
    app.end(1, 'success');
    for (const follow of [[], ['--follow']]) {
      const { stdout, stderr } = await belfry('logs', '1', ...follow);
      expect(stdout).toBe('headtail');
      expect(stderr).toMatch(/^belfry: Output was left out here, 999 bytes[^\n]+\n$/);
    }
  });
});

describe('belfry history', () => {
  it('gives exactly the rows of the ledger, newest first', async () => {
    const job = await at.door.app.addJob('a');
    at.door.app.addRun(job, { cause: 'schedule', triggerId: 4 });
    at.door.app.end(1, 'success');
    at.door.app.addRun(job, {
      status: 'skipped',
      reason: 'paused',
      startedAt: null,
      count: 3,
    });
    const { value } = await json('history');
    expect(value).toMatchObject([
      {
        id: 2,
        status: 'skipped',
        reason: 'paused',
        startedAt: null,
        count: 3,
        error: null,
      },
      {
        ...{
          id: 1,
          jobId: 1,
          job: 'a',
          triggerId: 4,
          dueAt: '2026-02-25T06:13:21.000Z',
          startedAt: '2026-02-25T06:13:21.005Z',
        },
        ...{
          finishedAt: '2026-02-25T06:13:22.505Z',
          status: 'success',
          cause: 'schedule',
          reason: null,
          count: 1,
        },
        ...{ attempt: 1, exitCode: 0, signal: null, error: 'No Error' },
      },
    ]);
    const { stdout } = await belfry('history');
    expect(stdout).toMatch(/^1 +a +2026-02-25 06:13:21 +1\.5 s +success +schedule +No Error$/m);
    expect((await json('history', '--status', 'skipped,missed', '--job', 'a')).value).toHaveLength(1);
    expect((await json('history', '--job', 'nobody')).value.error).toMatchObject({ code: 'not-found', field: 'job' });
  });

  it('pages as far as asked', async () => {
    const job = await at.door.app.addJob('a');
    for (let count = 0; count < 2500; count += 1) at.door.app.addRun(job);
    expect((await json('history')).value).toHaveLength(50);
    const { value } = await json('history', '--limit', '2300');
    expect(value.map(({ id }: { id: number }) => id)).toEqual(Array.from({ length: 2300 }, (_, at) => 2500 - at));
  });

  it('is quiet when its reader has enough', async () => {
    const job = await at.door.app.addJob('a');
    for (let count = 0; count < 5000; count += 1) at.door.app.addRun(job);
    const child = at.command.start(['history', '--limit', '5000', '--data', at.door.data]);
    const said = ended(child);
    child.stdout?.destroy();
    expect(await said).toMatchObject({ code: 0, stderr: '' });
  });
});
