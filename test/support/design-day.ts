import { type JobDraft, type JobDraftInput, jobDraft } from '#contract/job.ts';
import type { RunStatus } from '#contract/run.ts';
import { isTimed } from '#contract/trigger.ts';
import { sequenceOf } from '#core/occurrences.ts';
import { connect } from '#store/connection.ts';
import { openStore } from '#store/index.ts';

/** The day of the design's pictures: a Friday afternoon in Paris, two days before clocks go back. Epoch ms. */
export const DAY = Date.parse('2026-10-23T14:57:07+02:00');
export const ZONE = 'Europe/Paris';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** "Thu 18:20" or "12:10", of that Thursday or Friday. */
const at = (time: string) => {
  const [day, clock] = time.includes(' ') ? time.split(' ') : ['Fri', time];
  return Date.parse(`2026-10-${day === 'Thu' ? 22 : 23}T${clock}:00+02:00`);
};

type Trigger = NonNullable<JobDraftInput['triggers']>[number];
const cron = (expression: string): Trigger => ({ kind: 'cron', expression });

/** Name, triggers, tags; the rest is as a person would leave it. */
const JOBS: [name: string, triggers: Trigger[], tags: string[], more?: Partial<JobDraftInput>][] = [
  ['Weekly report e-mail', [cron('0 15 * * FRI')], ['reports']],
  ['Health ping', [cron('*/5 * * * *')], ['web']],
  ['Poll exchange rates', [cron('*/15 * * * *')], ['web']],
  ['Print time', [cron('30 15 * * *')], ['upkeep']],
  ['Snapshot home folder', [cron('50 * * * *')], ['backup', 'home']],
  ['Sync photos to NAS', [cron('43 2-23/3 * * *')], ['backup', 'home']],
  ['Clean Downloads', [cron('0 18 * * *')], ['home', 'upkeep']],
  ['Water the garden', [cron('45 6 * * *'), cron('30 19 * * *')], ['home'], { policy: { missed: 'skip' } }],
  ['Renew TLS certificates', [cron('10 0,12 * * *')], ['web', 'upkeep']],
  ['Nightly database backup', [cron('30 2 * * *')], ['backup'], { policy: { repeat: 'once' } }],
  ['Vacuum analytics tables', [], ['upkeep']],
  ['Rebuild docs', [{ kind: 'files', paths: ['~/docs'], settleMs: 2000 }], ['web']],
  ['Mount office share', [{ kind: 'wake' }], ['upkeep']],
  ['Switch DNS to new host', [cron('30 2 25 10 *')], ['web']],
  ['Rotate logs', [cron('15 3 * * MON')], ['upkeep']],
  ['Sales digest', [cron('0 8 * * MON')], ['reports']],
  ['Expense summary', [cron('0 9 1 * *')], ['reports']],
  ['Archive mail', [cron('0 4 1 * *')], ['backup']],
  ['Check broken links', [cron('0 5 * * TUE')], ['web']],
  ['Verify backups', [cron('0 6 * * WED')], ['backup']],
  ['Prune containers', [cron('0 7 * * THU')], ['upkeep']],
  ['Invoice reminders', [cron('0 9 * * WED')], []],
  ['Old importer', [cron('0 1 * * *')], [], { enabled: false }],
  ['Year-end export', [cron('0 12 31 12 *')], [], { enabled: false }],
];

/** What they do; the others run a command. */
const shell = (line: string) => ({ kind: 'command' as const, run: { by: 'shell' as const, line } });
const http = (url: string) => ({ kind: 'http' as const, url });
const ACTIONS: Record<string, JobDraftInput['action']> = {
  'Weekly report e-mail': {
    kind: 'email',
    to: ['team@northwind.example'],
    subject: 'Weekly report',
    text: 'Attached.',
  },
  'Health ping': http('https://shop.northwind.example/health'),
  'Poll exchange rates': http('https://rates.northwind.example/latest'),
  'Print time': { kind: 'function', module: 'samples.mjs', export: 'printTime' },
  'Water the garden': http('https://valve.northwind.example/open'),
  'Renew TLS certificates': shell('certbot renew --quiet --deploy-hook "systemctl reload nginx"'),
  'Vacuum analytics tables': {
    ...{ kind: 'sql', statements: 'VACUUM' },
    database: { engine: 'sqlite', file: '/srv/analytics.db' },
  },
  'Rotate logs': { kind: 'script', interpreter: 'bash', text: 'logrotate ~/logs.conf' },
};

/** What the last renewal printed: seconds from its start, and err where it went to stderr. */
const RENEWAL: [at: number, said: string, stream?: 'err'][] = [
  [0.4, 'Saving debug log to /var/log/letsencrypt/letsencrypt.log'],
  [0.9, `\u001b[2m${'- '.repeat(27).trim()}\u001b[0m`],
  [0.9, 'Processing \u001b[34mrenewal/shop.northwind.example.conf\u001b[0m'],
  [1.2, 'Renewing an existing certificate for \u001b[1mshop.northwind.example\u001b[0m'],
  [31.8, '\u001b[31mCertbot failed to authenticate some domains\u001b[0m', 'err'],
  [31.8, 'The Certificate Authority reported these problems:', 'err'],
  [31.8, '  Domain: \u001b[34mshop.northwind.example\u001b[0m', 'err'],
  [31.8, '  Type:   connection', 'err'],
  [31.8, '  Detail: 203.0.113.7: Fetching http://shop.northwind.example/', 'err'],
  [31.8, '          .well-known/acme-challenge/Zk3v: Timeout during', 'err'],
  [31.8, '          connect (likely firewall problem)', 'err'],
  [31.9, '\u001b[33mHint:\u001b[0m make sure port 80 is reachable from outside.', 'err'],
  [32.0, 'Attempt \u001b[2m[http-01]\u001b[0m gave up: timeout after 30 s', 'err'],
  [32.1, '\u001b[31mAll renewals failed.\u001b[0m Could not be renewed:', 'err'],
  [32.1, '  live/shop.northwind.example/fullchain.pem \u001b[31m(failure)\u001b[0m', 'err'],
  [32.3, '\u001b[31m1 renew failure(s)\u001b[0m, 0 parse failure(s)', 'err'],
];

interface Past {
  job: string;
  due: number;
  started?: number | null;
  ms?: number;
  status?: RunStatus;
  reason?: string;
  cause?: string;
  exitCode?: number;
  error?: string;
  count?: number;
  attempts?: number;
  until?: number;
}

/** A day of somebody's computer, asleep from 00:49 to 07:12. */
function* past(): Iterable<Past> {
  const awake = (time: number) => time < at('00:49') || time >= at('07:12');
  /** Nothing takes the same time twice: 0.6 to 1.19. */
  const spread = (due: number) => 0.6 + (((due / MINUTE) * 7919) % 60) / 100;
  const rhythm = function* (job: string, from: number, step: number, ms: number, not: (time: number) => boolean) {
    for (let due = from; due < DAY; due += step)
      if (awake(due) && !not(due)) yield { job, due, ms: ms < MINUTE ? Math.round(ms * spread(due)) : ms };
  };
  const pingFails = (time: number) => time >= at('12:20') && time < at('12:45');
  yield* rhythm('Health ping', at('Thu 14:00'), 5 * MINUTE, 300, pingFails);
  for (let due = at('12:20'); pingFails(due); due += 5 * MINUTE)
    if (due < at('12:35'))
      yield { job: 'Health ping', due, ms: 5000, status: 'failed', exitCode: 22, error: 'Exit code 22' };
  const pollFails = (time: number) => time === at('Thu 19:30');
  yield* rhythm('Poll exchange rates', at('Thu 14:00'), 15 * MINUTE, 800, pollFails);
  yield {
    job: 'Poll exchange rates',
    due: at('Thu 19:30'),
    ms: 900,
    status: 'failed',
    exitCode: 1,
    error: 'Exit code 1',
  };
  const skipped = (time: number) => time === at('12:50') || time === at('14:50');
  yield* rhythm('Snapshot home folder', at('Thu 14:50'), HOUR, 6 * MINUTE + 17 * SECOND, skipped);
  yield { job: 'Snapshot home folder', due: at('12:50'), started: null, status: 'skipped', reason: 'on-battery' };
  yield* rhythm(
    'Sync photos to NAS',
    at('Thu 17:43'),
    3 * HOUR,
    18 * MINUTE + 40 * SECOND,
    (time) => time === at('14:43'),
  );
  yield { job: 'Clean Downloads', due: at('Thu 18:00'), ms: 2000 };
  yield { job: 'Water the garden', due: at('Thu 19:30'), ms: 1500 };
  yield { job: 'Water the garden', due: at('06:45'), started: null, status: 'missed', reason: 'asleep' };
  for (const due of [at('00:10'), at('12:10')])
    yield {
      ...{
        job: 'Renew TLS certificates',
        due,
        ms: 7 * MINUTE + 2 * SECOND,
        status: 'failed',
        exitCode: 1,
        attempts: 3,
      },
      error: 'Exit code 1: Timeout during connect',
    };
  const letGo: [string, number, number, number][] = [
    ['Health ping', at('00:50'), at('07:10'), 77],
    ['Poll exchange rates', at('01:00'), at('07:00'), 25],
  ];
  for (const [job, due, until, count] of letGo)
    yield { job, due, until, count, started: null, status: 'missed', reason: 'asleep' };
  yield { job: 'Nightly database backup', due: at('02:30'), started: at('07:12'), ms: 6 * MINUTE, cause: 'catch-up' };
  yield { job: 'Vacuum analytics tables', due: at('07:18'), ms: 2 * MINUTE, cause: 'after-job' };
  for (const time of ['Thu 15:32', 'Thu 16:14', 'Thu 16:52', '09:34', '10:07', '10:49', '11:17', '13:40', '14:12'])
    yield { job: 'Rebuild docs', due: at(time), ms: 24 * SECOND, cause: 'file-change' };
  yield { job: 'Mount office share', due: at('Thu 17:58'), ms: 3000, cause: 'wake' };
  yield { job: 'Mount office share', due: at('07:12'), ms: 3000, cause: 'wake' };
}

/** What runs at that moment. */
const RUNNING: [job: string, startedAt: number, cause?: string][] = [
  ['Sync photos to NAS', DAY - (13 * MINUTE + 27 * SECOND)],
  ['Snapshot home folder', DAY - (7 * MINUTE + 5 * SECOND)],
  ['Rebuild docs', DAY - 9 * SECOND, 'file-change'],
];

/** Fills a new data folder with that day, up to date at `now`. */
export async function seedDesignDay(folder: string, now: number): Promise<void> {
  const store = await openStore(folder);
  const ids = new Map<string, number>();
  for (const [name, given, tags, more] of JOBS) {
    const triggers: Trigger[] =
      name === 'Vacuum analytics tables'
        ? [{ kind: 'after', job: ids.get('Nightly database backup') as number, on: 'success' }]
        : given;
    const draft = jobDraft.parse({ name, action: ACTIONS[name] ?? shell('sleep 1'), triggers, tags, ...more });
    ids.set(name, (await store.jobs.create(draft, now, nextOf(triggers, draft, now))).id);
  }
  for (const name of ['Clean Downloads', 'Invoice reminders'])
    await store.jobs.patch(
      ids.get(name) as number,
      { pause: { since: now - HOUR, until: at('20:00') + 12 * HOUR } },
      now,
    );
  await store.bands.record({ kind: 'asleep', from: at('00:49'), to: at('07:12') });
  await store.settings.setAliveAt(now - SECOND);
  await store.close();
  await insertRuns(
    folder,
    [...past()].map((run) => rowOf(run, ids)),
  );
  await insertRenewal(folder, ids.get('Renew TLS certificates') as number);
}

/** Three attempts of the renewal at noon, what the last one printed, and a job as old as its runs. */
async function insertRenewal(folder: string, jobId: number): Promise<void> {
  const connection = await connect(`${folder}/belfry.sqlite`, 'write');
  const due = at('12:10');
  await connection.all('UPDATE jobs SET createdAt = $1, updatedAt = $1 WHERE id = $2', [at('Thu 10:00'), jobId]);
  const [run] = await connection.all<{ id: number }>('SELECT id FROM runs WHERE jobId = $1 AND dueAt = $2', [
    jobId,
    due,
  ]);
  const id = run?.id as number;
  const begins = [due, due + 195 * SECOND, due + 7 * MINUTE + 2 * SECOND - 32_400];
  for (const [index, begin] of begins.entries())
    await connection.all(
      `REPLACE INTO attempts (runId, attempt, startedAt, finishedAt, status, exitCode, error)
       VALUES ($1, $2, $3, $4, 'failed', 1, 'Exit code 1')`,
      [id, index + 1, begin, begin + 32_400],
    );
  for (const [seq, [seconds, said, stream]] of RENEWAL.entries())
    await connection.all('REPLACE INTO output (runId, attempt, seq, at, stream, text) VALUES ($1, 3, $2, $3, $4, $5)', [
      ...[id, seq, Math.round(seconds * SECOND), stream ? 'stderr' : 'stdout'],
      `${said}\n`,
    ]);
  const bytes = RENEWAL.reduce((sum, [, said]) => sum + said.length + 1, 0);
  await connection.all('UPDATE runs SET outputBytes = $1 WHERE id = $2', [bytes, id]);
  await connection.close();
}

function nextOf(triggers: Trigger[], { enabled, policy }: JobDraft, now: number): number | null {
  const next = triggers.flatMap((spec) => (isTimed(spec) ? (sequenceOf(spec, ZONE, policy).next(now) ?? []) : []));
  return enabled && next.length > 0 ? Math.min(...next) : null;
}

/** A copy of the ledger, as Belfry makes one on each day. */
export async function seedBackup(folder: string): Promise<void> {
  const store = await openStore(folder, '0.1.0');
  await store.backups.createIn(`${folder}/backups`, 'daily', at('07:20'));
  await store.close();
}

/** Puts the runs in progress into the ledger of a Belfry that has started: at its start it would end them. */
export async function seedRunning(folder: string): Promise<void> {
  const connection = await connect(`${folder}/belfry.sqlite`, 'read');
  const rows = await connection.all<{ id: number; name: string }>('SELECT id, name FROM jobs');
  await connection.close();
  const ids = new Map(rows.map(({ id, name }) => [name, id]));
  const runs = RUNNING.map(([job, started, cause = 'schedule']) => {
    const due = cause === 'schedule' ? Math.floor(started / MINUTE) * MINUTE : started;
    return { job, due, started, cause, status: 'running' as const };
  });
  await insertRuns(
    folder,
    runs.map((run) => ({ ...rowOf(run, ids), finishedAt: null })),
  );
}

function rowOf(run: Past, ids: ReadonlyMap<string, number>) {
  const {
    job,
    due,
    started = due,
    ms = 0,
    status = 'success',
    reason = null,
    cause = 'schedule',
    count = 1,
    attempts = 1,
  } = run;
  return {
    ...{ jobId: ids.get(job), triggerId: null, dueAt: due, dueUntil: run.until ?? due, count, startedAt: started },
    ...{ finishedAt: started === null ? null : started + ms, sortAt: started ?? due, status, cause, reason },
    ...{ attempt: started === null ? 0 : attempts, attempts, error: run.error ?? null },
    exitCode: run.exitCode ?? (status === 'success' ? 0 : null),
  };
}

async function insertRuns(folder: string, rows: Record<string, unknown>[]): Promise<void> {
  const connection = await connect(`${folder}/belfry.sqlite`, 'write');
  const columns = Object.keys(rows[0] ?? {});
  await connection.all(
    `WITH given AS (SELECT value FROM json_each($1)) INSERT INTO runs (${columns.join(', ')})
     SELECT ${columns.map((column) => `json_extract(value, '$.${column}')`).join(', ')} FROM given WHERE true RETURNING id`,
    [JSON.stringify(rows)],
  );
  await connection.close();
}
