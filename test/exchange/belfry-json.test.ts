import { describe, expect, it } from 'vitest';
import { readExchange, writeExchange } from '#exchange/index.ts';
import { cron, draft, inZone, kinds, NOW } from './context.ts';

const utc = inZone('UTC');

describe('Belfry’s own form', () => {
  it('carries everything there and back', () => {
    const jobs = [
      draft([{ kind: 'after', job: 2, on: 'failure' }], { name: 'First', tags: ['a'], enabled: false }),
      draft(
        [
          cron('0 9 * * *'),
          { kind: 'interval', every: 3, unit: 'day', anchor: NOW - 12_345 },
          { kind: 'once', at: NOW + 1 },
          { kind: 'wake' },
          { kind: 'files', paths: ['~/x'], settleMs: 10 },
        ],
        {
          name: 'Second',
          description: 'ä\n"b"',
          zone: 'Asia/Tokyo',
          environment: { KEY: '${secret:shop}' },
          workingDirectory: '/tmp',
          policy: {
            missed: 'all',
            retry: { count: 2 },
            conditions: { mains: true },
            success: { exitCodes: [0, 3] },
            gap: 'skip',
          },
        },
      ),
      draft([{ kind: 'start' }], { name: 'Third', action: { kind: 'email', to: ['a@example.com'], subject: 'x' } }),
      draft([], {
        name: 'Fourth',
        action: { kind: 'function', module: 'a.mjs', export: 'run', args: [{ a: [1, null] }] },
      }),
      draft([], {
        name: 'Fifth',
        action: { kind: 'http', url: 'https://example.com', headers: { A: '${secret:key}' } },
      }),
    ];
    const { files, notes } = writeExchange(jobs, 'belfry', utc);
    expect(JSON.parse(files[0]?.text ?? '')).toMatchObject({
      belfry: 1,
      jobs: [{ triggers: [{ kind: 'after', job: 'Second' }] }, {}, {}, {}, {}],
    });
    expect(readExchange(files[0]?.text ?? '', null, utc)).toEqual({ from: 'belfry', jobs, notes: [] });
    expect(notes[0]?.text).toMatch(/shop and key/);
  });

  it('leaves out a job that is not right, and what came after it', () => {
    const text = JSON.stringify({
      belfry: 1,
      jobs: [
        { name: 'bad', action: { kind: 'command', run: { by: 'shell', line: ' ' } } },
        {
          name: 'late',
          action: { kind: 'command', run: { by: 'shell', line: 'x' } },
          triggers: [
            { kind: 'after', job: 'bad', on: 'end' },
            { kind: 'after', job: 'good', on: 'end' },
          ],
        },
        {
          name: 'good',
          action: { kind: 'command', run: { by: 'shell', line: 'x' } },
          triggers: [{ kind: 'once', at: '2020-01-01T00:00:00.000Z' }],
        },
        { name: 'Good 2', action: { kind: 'command', run: { by: 'shell', line: 'x' } } },
        7,
      ],
    });
    const { jobs, notes } = readExchange(text, 'belfry', utc);
    expect(jobs.map(({ name, triggers }) => [name, triggers])).toEqual([
      ['late', []],
      ['Good 2', []],
    ]);
    expect(kinds(notes, 'refused')).toHaveLength(5);
  });

  it('refuses what is none, or of a later Belfry', () => {
    for (const text of ['{}', '[]', '{"belfry":1}', 'null', '{"belfry":1,"jobs":', '{"belfry":2,"jobs":[]}'])
      expect(() => readExchange(text, 'belfry', utc), text).toThrow(
        expect.objectContaining({ code: 'invalid', field: 'text' }),
      );
  });
});
