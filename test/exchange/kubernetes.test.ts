import { describe, expect, it } from 'vitest';
import { readExchange, writeExchange } from '#exchange/index.ts';
import { cron, draft, instants, inZone, kinds } from './context.ts';

const paris = inZone('Europe/Paris');
const manifest = (spec: string, container = 'command: ["/bin/report", "--to", "$(TO)", "$$(X)", "50$$"]') => `
apiVersion: batch/v1
kind: CronJob
metadata: { name: report }
spec:
${spec}
  jobTemplate:
    spec:
      activeDeadlineSeconds: 600
      template:
        spec:
          restartPolicy: OnFailure
          containers:
            - name: main
              image: registry.example.com/report:3
              ${container}
              env:
                - { name: TO, value: ops }
                - name: TOKEN
                  valueFrom: { secretKeyRef: { name: api, key: token } }
                - name: NODE
                  valueFrom: { fieldRef: { fieldPath: spec.nodeName } }
`;
const read = (text: string) => readExchange(text, 'kubernetes', paris);

describe('CronJobs', () => {
  it('become jobs with the rules of a cluster', () => {
    const { jobs, notes } = read(
      manifest(
        '  schedule: "30 2 * * *"\n  timeZone: America/New_York\n  concurrencyPolicy: Replace\n  startingDeadlineSeconds: 300\n  suspend: true',
      ),
    );
    expect(jobs[0]).toMatchObject({
      name: 'report',
      enabled: false,
      triggers: [cron('30 2 * * *')],
      zone: 'America/New_York',
      action: { run: { by: 'program', program: '/bin/report', args: ['--to', 'ops', '$(X)', '50$'] } },
      environment: { TO: 'ops', TOKEN: '${secret:api.token}' },
      policy: {
        ...{ missed: 'once', catchUpWindowMs: 300_000, overlap: { mode: 'replace' }, totalTimeoutMs: 600_000 },
        ...{ gap: 'skip', repeat: 'both', retry: { count: 6, backoff: 'exponential', ceilingMs: 360_000 } },
      },
    });
    const said = notes.map(({ where, text }) => `${where}: ${text}`).join('\n');
    expect(said).toMatch(/image: It runs on this computer, not in the image registry.example.com\/report:3/);
    expect(said).toMatch(/env TOKEN: It takes the secret api.token/);
    expect(kinds(notes, 'refused')).toEqual([expect.stringMatching(/env NODE/)]);
    // A night in spring has no 02:30, one in autumn has two.
    const day = (date: string) =>
      instants(
        jobs[0] as NonNullable<(typeof jobs)[0]>,
        Date.parse(`${date}T05:00:00Z`),
        Date.parse(`${date}T12:00:00Z`),
        'UTC',
      ).length;
    expect([day('2026-03-08'), day('2026-11-01'), day('2026-11-02')]).toEqual([0, 1, 1]);
    const twice = read(manifest('  schedule: "30 1 * * *"\n  timeZone: America/New_York')).jobs[0];
    expect(
      twice && instants(twice, Date.parse('2026-11-01T04:00:00Z'), Date.parse('2026-11-01T12:00:00Z'), 'UTC'),
    ).toHaveLength(2);
  });

  it('without a zone are read in UTC, in lists and documents', () => {
    const text = `${manifest('  schedule: "@hourly"')}---\nkind: Service\n---\napiVersion: v1\nkind: List\nitems:\n  - ${JSON.stringify({ kind: 'CronJob', metadata: { name: 'b' }, spec: { schedule: '0 9 * * SUN', jobTemplate: { spec: { template: { spec: { containers: [{ command: ['x'] }] } } } } } })}`;
    const { jobs, notes } = read(text);
    expect(jobs.map(({ name, zone, triggers }) => [name, zone, triggers[0]])).toEqual([
      ['report', 'UTC', cron('0 * * * *')],
      ['b', 'UTC', cron('0 9 * * 0')],
    ]);
    expect(kinds(notes, 'refused').at(-1)).toMatch(/object 2: It is a Service, no CronJob/);
  });

  it('are refused where a cluster would, or nothing says what to start', () => {
    for (const schedule of ['0 9 * * 7', '0 0 L * *', '0 9 * *', '0 22-2 * * *'])
      expect(read(manifest(`  schedule: "${schedule}"`)).jobs, schedule).toEqual([]);
    expect(kinds(read(manifest('  schedule: "0 9 * * *"', 'args: [a]')).notes, 'refused')[0]).toMatch(
      /give the container a command/,
    );
  });

  it('are written with the job’s zone, and dollars as they are', () => {
    const line = 'echo $$ $(date) $HOME';
    const job = draft([cron('0 9 * * 1-5')], {
      zone: 'Asia/Tokyo',
      action: { kind: 'command', run: { by: 'shell', line } },
      environment: { KEY: '${secret:key}' },
      policy: { missed: 'skip' },
    });
    const { files, notes } = writeExchange([job], 'kubernetes', paris);
    expect(files[0]?.text).toContain('timeZone: Asia/Tokyo');
    expect(files[0]?.text).toContain('startingDeadlineSeconds: 60');
    const back = read(files[0]?.text ?? '').jobs[0];
    expect(back?.action).toEqual({ kind: 'command', run: { by: 'program', program: '/bin/sh', args: ['-c', line] } });
    expect(notes.map(({ text }) => text).join()).toMatch(/Put the value of key in place yourself/);
  });
});
