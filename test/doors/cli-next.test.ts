import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BelfryCommand, bundleCommand } from './command.ts';

let belfry: BelfryCommand;
beforeAll(async () => {
  belfry = await bundleCommand();
});
afterAll(() => belfry.remove());

/** `belfry next` and `explain` answer where no Belfry runs. */
const away = { environment: { BELFRY_DATA: '/nonexistent/belfry' } };

describe('belfry next', () => {
  it('lists what comes after an instant, in a zone, with the changes of clocks marked', async () => {
    const args = ['next', '30 2 * * *', '--tz', 'Europe/Paris', '--from', '2026-03-27T12:00:00Z', '--count', '3'];
    const { code, stdout } = await belfry(args, away);
    expect(code).toBe(0);
    expect(stdout).toBe(
      '2026-03-28 02:30:00 +01:00 Europe/Paris\n' +
        '2026-03-29 03:00:00 +02:00 Europe/Paris  (moved: clocks go forward over its time)\n' +
        '2026-03-30 02:30:00 +02:00 Europe/Paris\n',
    );
  });

  it('gives the same in JSON, with the option before or after the command', async () => {
    const args = ['next', '0 9 * * *', '--tz', 'UTC', '--from', '2026-03-01T09:00:00Z', '--count', '2'];
    const said = await belfry([...args, '--json'], away);
    expect(JSON.parse(said.stdout)).toMatchObject({
      schedule: '0 9 * * *',
      zone: 'UTC',
      next: ['2026-03-02T09:00:00.000Z', '2026-03-03T09:00:00.000Z'],
    });
    expect(await belfry(['--json', ...args], away)).toEqual(said);
  });

  it('reads words, and a date without an offset in the zone named', async () => {
    const args = [
      'next',
      'every day at 9:30',
      '--tz',
      'Asia/Tokyo',
      '--from',
      '2026-03-01 09:30',
      '--count',
      '1',
      '--json',
    ];
    const { stdout } = await belfry(args, away);
    expect(JSON.parse(stdout).next).toEqual(['2026-03-02T00:30:00.000Z']);
  });

  it('says when a schedule never rings again', async () => {
    const { code, stdout } = await belfry(['next', '0 0 30 2 *'], away);
    expect(code).toBe(0);
    expect(stdout).toMatch(/never again\.\n$/);
    expect(JSON.parse((await belfry(['next', '0 0 30 2 *', '--json'], away)).stdout).next).toEqual([]);
  });

  it.each([
    ['a bad schedule', 1, ['next', '99 * * * *']],
    ['an unknown zone', 1, ['next', '* * * * *', '--tz', 'Mars/Olympus']],
    ['a bad date', 2, ['next', '* * * * *', '--from', '2026-02-30']],
    ['a bad count', 2, ['next', '* * * * *', '--count', '-1']],
    ['nothing', 2, ['next']],
    ['an unknown option', 2, ['next', '* * * * *', '--what']],
    ['two schedules', 2, ['next', '* * * * *', '* * * * *']],
  ])('refuses %s with exit code %i and one sentence', async (_, code, args) => {
    const plain = await belfry(args, away);
    expect(plain).toMatchObject({ code, stdout: '' });
    expect(plain.stderr).toMatch(/^belfry: [^\n]+\n$/);
    const json = await belfry([...args, '--json'], away);
    expect(json).toMatchObject({ code, stdout: '' });
    expect(JSON.parse(json.stderr)).toMatchObject({
      error: { code: 'invalid', message: expect.stringMatching(/^[A-Z]/) },
    });
  });
});

describe('belfry next --stdin', () => {
  it('answers each line with a line, bad ones with an error', async () => {
    const lines = [
      '{"schedule":"0 9 * * *","tz":"UTC","from":"2026-03-01T09:00:00Z","count":2}',
      '{"schedule":"0 0 30 2 *","tz":"UTC","from":"2026-03-01T09:00:00Z","count":2}',
      '{"schedule":"99 * * * *"}',
      'nonsense',
      '',
      '[]',
      '{"schedule":"* * * * *","tz":"Mars/Olympus"}',
      '{"schedule":"* * * * *","from":"yesterday"}',
      '{"schedule":"* * * * *","count":-1}',
      '{"schedule":7}',
      '{"schedule":"0 9 * * *","tz":null,"from":"2026-03-01T09:00:00+01:00","count":1}',
    ];
    const { code, stdout, stderr } = await belfry(['next', '--stdin'], {
      ...away,
      input: lines.join('\n'),
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers).toHaveLength(lines.length);
    expect(answers[0]).toEqual({
      ok: true,
      next: ['2026-03-02T09:00:00.000Z', '2026-03-03T09:00:00.000Z'],
    });
    expect(answers[1]).toEqual({ ok: true, next: [] });
    for (const answer of answers.slice(2, -1)) {
      expect(answer).toMatchObject({
        ok: false,
        error: { code: 'invalid', message: expect.stringMatching(/\.$/) },
      });
    }
    expect(answers[6].error.field).toBe('tz');
    expect(answers.at(-1)).toEqual({
      ok: true,
      next: ['2026-03-01T09:00:00.000Z'],
    });
  });

  it('answers 10,000 lines in under 5 s', async () => {
    const line = (at: number) =>
      JSON.stringify({
        schedule: `${at % 60} ${at % 24} * * 1-5`,
        tz: 'Europe/Paris',
        from: '2026-01-01T00:00:00Z',
        count: 5,
      });
    const input = Array.from({ length: 10_000 }, (_, at) => line(at)).join('\n');
    const since = performance.now();
    const { stdout } = await belfry(['next', '--stdin'], { ...away, input });
    expect(performance.now() - since).toBeLessThan(5000);
    expect(stdout.match(/^\{"ok":true,"next":\[("[^"]+",?){5}\]\}$/gm)).toHaveLength(10_000);
  });

  it('survives a line without end', async () => {
    const input = `${'x'.repeat(3_000_000)}\n{"schedule":"0 9 * * *","tz":"UTC","from":"2026-03-01T00:00:00Z","count":1}\n`;
    const { stdout } = await belfry(['next', '--stdin'], { ...away, input });
    const [long, good] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(long).toMatchObject({ ok: false, error: { code: 'too-large' } });
    expect(good).toEqual({ ok: true, next: ['2026-03-01T09:00:00.000Z'] });
  });
});

describe('belfry explain', () => {
  it('puts a schedule into words', async () => {
    const { stdout } = await belfry(['explain', '30 2 * * *'], away);
    expect(stdout).toContain('02:30');
    const json = JSON.parse((await belfry(['explain', '30 2 * * *', '--json'], away)).stdout);
    expect(json).toEqual({
      schedule: '30 2 * * *',
      zone: 'UTC',
      words: stdout.trim(),
      spec: { kind: 'cron', expression: '30 2 * * *' },
    });
  });
});
