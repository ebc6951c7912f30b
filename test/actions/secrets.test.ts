import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { processEnvironment } from '#actions/child-environment.ts';
import { createExecutor } from '#actions/index.ts';
import { createSecrets } from '#actions/secrets.ts';
import { type JobDraftInput, jobDraft } from '#contract/job.ts';
import type { Run } from '#contract/run.ts';
import { secretNames } from '#contract/secret.ts';
import type { Announcer, SecretKeeper } from '#core/ports.ts';
import { Runner } from '#core/runner.ts';
import { systemClock, systemTimers } from '#desktop/clock.ts';
import { type OpenStore, openStore } from '#store/index.ts';
import { keyFileStore, makeKeyFile } from '#store/key-file.ts';
import { openSecrets } from '#store/secrets.ts';
import { tempFolder } from '../support/temp.ts';
import { call, functionHost, program, run, shell } from './begin.ts';
import { secretsOf } from './kept-secrets.ts';

const DOTS = '••••••';
const VALUE = 'Tr0ub4dor&3/"x';

describe('secrets of an action', () => {
  const secrets = secretsOf({ TOKEN: VALUE, other: 'second secret' });

  it('are in its environment, and dots in what it prints', async () => {
    const environment = { PW: '${secret:TOKEN}', URL: 'db://me:${secret:other}@host', PLAIN: 'plain' };
    const line = '[ "$PW" = "$EXPECTED" ] && echo "same $PW $URL $PLAIN"; echo "err $PW" >&2';
    const script = `EXPECTED='${VALUE}'; ${line}`;
    const { out, err } = await run(shell(script), { environment, secrets });
    expect([out, err]).toEqual([`same ${DOTS} db://me:${DOTS}@host plain\n`, `err ${DOTS}\n`]);
  });

  it('are in the arguments of a function', async () => {
    const folder = await tempFolder();
    writeFileSync(join(folder, 'f.mjs'), 'export const size = (one, two) => [one.token.length, two[0].length];');
    const action = call('f.mjs', 'size', { token: '${secret:TOKEN}' }, ['${secret:other}']);
    expect((await run(action, { jobsFolder: folder, secrets })).out).toBe(`[${VALUE.length},13]\n`);
  });

  it('are dots in the sentence that says what went wrong', async () => {
    const folder = await tempFolder();
    writeFileSync(join(folder, 'f.mjs'), 'export const fail = (token) => { throw new Error(`refused ${token}`); };');
    const action = call('f.mjs', 'fail', '${secret:TOKEN}');
    const ended = await run(action, { jobsFolder: folder, secrets });
    expect(ended.error).toBe(`Error: refused ${DOTS}.`);
    expect(ended.err).toContain(`refused ${DOTS}`);
    const missing = await run(program('no-such-program'), { environment: { PATH: `/x/${VALUE}` }, secrets });
    expect(missing.error).toBe(`Command not found: no-such-program. PATH was /x/${DOTS}.`);
  });

  it('fail it by name when there is none', async () => {
    const { error, all } = await run(shell('echo ran'), { environment: { A: '${secret:NONE}' }, secrets });
    expect([error, all]).toEqual(['There is no secret NONE. Add it in Settings, Secrets.', '']);
  });
});

describe('a job that refers to secrets', () => {
  const draft = (more: Partial<JobDraftInput>) =>
    jobDraft.safeParse({ name: 'a', action: { kind: 'command', run: { by: 'shell', line: 'true' } }, ...more });
  const line = (text: string) => ({ action: { kind: 'command' as const, run: { by: 'shell' as const, line: text } } });

  it('may name one that is still to come', () => {
    expect(draft({ environment: { A: 'x ${secret:LATER}' } }).success).toBe(true);
    expect([...secretNames({ a: ['${secret:A}', { b: '${secret:B}${secret:A}' }] })]).toEqual(['A', 'B']);
  });

  it.each<[string, Partial<JobDraftInput>]>([
    ['environment.A', { environment: { A: '${secret:two words}' } }],
    ['environment.A', { environment: { A: '${secret:OPEN' } }],
    ['action.run.line', line('curl -u me:${secret:TOKEN} example.test')],
    [
      'action.run.args.1',
      {
        action: { kind: 'command', run: { by: 'program', program: 'curl', args: ['-u', '${secret:TOKEN}'] } },
      },
    ],
    ['action.args.0.x', { action: { kind: 'function', module: 'f.mjs', export: 'f', args: [{ x: '${secret:}' }] } }],
  ])('is refused at %s', (path, more) => {
    const issue = draft(more).error?.issues[0];
    expect(issue?.path.join('.')).toBe(path);
  });

  it('is told where else to put it, and keeps what a shell means itself', () => {
    expect(draft(line('echo ${secret:TOKEN}')).error?.issues[0]?.message).toMatch(/Put it into the environment/);
    expect(draft(line('echo ${secret:0:4} ${secret:-none}')).success).toBe(true);
  });
});

describe('after runs that print it', () => {
  let folder: string;
  let store: OpenStore;
  let keeper: SecretKeeper;
  let runner: Runner;
  let told: string;

  beforeEach(async () => {
    folder = await tempFolder();
    store = await openStore(folder);
    onTestFinished(() => store.close().catch(() => {}));
    const key = join(await tempFolder(), 'ring.key');
    await makeKeyFile(key);
    keeper = await openSecrets(folder, { ...keyFileStore(key), isSafe: true }, systemTimers);
    told = '';
    const tell = (what: unknown) => {
      told += JSON.stringify(what);
    };
    const announcer: Announcer = {
      ...{ runs: tell, jobs: tell, scheduler: () => {}, clock: () => {}, output: (_, chunks) => tell(chunks) },
      ...{ testOutput: (_, chunks) => tell(chunks), testEnd: (_, end) => tell(end) },
    };
    const execute = createExecutor({
      ...{ jobsFolder: join(folder, 'jobs'), functionHost, sqlHost: '', nodePath: process.execPath },
      homeFolder: homedir(),
      baseEnvironment: () => ({ ...processEnvironment(), SHELL: '/bin/bash' }),
      secrets: createSecrets(keeper),
    });
    runner = new Runner({
      ...{ store, execute, announcer, clock: systemClock, timers: systemTimers, random: Math.random },
      ...{ outputCapBytes: () => 1 << 20, report: tell },
    });
  });

  async function live(draft: Partial<JobDraftInput> & { action: JobDraftInput['action'] }): Promise<Run> {
    const job = await store.jobs.create(jobDraft.parse({ name: `job ${Math.random()}`, ...draft }), 1, null);
    const now = Date.now();
    const [row] = await store.settle({
      runs: [
        {
          ...{
            jobId: job.id,
            triggerId: null,
            dueAt: now,
            dueUntil: now,
            count: 1,
            status: 'running',
            cause: 'by-hand',
          },
          ...{ reason: null, attempts: 1, startedAt: now },
        },
      ],
      cursors: [],
      nextRuns: [],
    });
    return runner.follow(runner.begin(row as Run, job));
  }

  /** Every file under the data folder as it is on disk now, the log of SQLite included. */
  function everything(at = folder): Buffer[] {
    return readdirSync(at).flatMap((name) => {
      const path = join(at, name);
      return statSync(path).isDirectory() ? everything(path) : [readFileSync(path)];
    });
  }

  it('a secret stands nowhere under the data folder, nor in what was told', async () => {
    const value = 'S3cr3t-Value-0123456789+/abc';
    const pem = `-----BEGIN KEY-----\n${'q7Z'.repeat(20)}\n${'w8Y'.repeat(20)}\n-----END KEY-----`;
    await keeper.set('TOKEN', value, false, 1);
    await keeper.set('KEY', pem, false, 1);
    const environment = { T: '${secret:TOKEN}', K: '${secret:KEY}' };
    const half = Math.floor(value.length / 2);
    const lines = [
      'echo "$T"; echo "$T" >&2; env; set',
      `printf '%s' "\${T:0:${half}}"; sleep 0.2; printf '%s\\n' "\${T:${half}}"`,
      `printf '%s' "\${T:0:${half}}"; echo noise >&2; sleep 0.05; printf '%s' "\${T:${half}}"`,
      'for ((i = 0; i < ${#T}; i++)); do printf "%s" "${T:i:1}"; sleep 0.005; done',
      'printf "%s" "$T" | base64; printf "user:%s" "$T" | base64; echo "$K"; echo "$K" | sed "s/^/> /"',
      'set -x; : "$T"; printf "{\\"key\\":\\"%s\\"}" "$T"; exit 3',
      'yes "$T" | head -c 3000000',
      'exec "/no/such/$T"',
    ];
    const ends = await Promise.all(lines.map((text) => live({ environment, action: shell(text) })));
    await live({
      environment,
      action: shell('echo "$T" >&2; exit 1'),
      policy: { retry: { count: 2, delayMs: 10 }, timeoutMs: 20_000 },
    });
    await live({ environment: { PATH: '${secret:TOKEN}' }, action: program('missing-tool') });
    await live({ environment, action: shell('echo "$T"; sleep 60'), policy: { timeoutMs: 300 } });
    expect(ends.map(({ status }) => status)).toContain('failed');
    const runs = (await store.runs.list({ limit: 100 })).runs;
    expect(runs).toHaveLength(11);
    const printed = await Promise.all(runs.map(({ id }) => store.output.read(id, undefined, -1)));
    expect(printed.flatMap(({ chunks }) => chunks.map(({ text }) => text)).join('')).toContain(DOTS);
    const needles = [
      value,
      value.slice(0, 20),
      'q7Z'.repeat(10),
      'w8Y'.repeat(10),
      Buffer.from(value).toString('base64').slice(0, 30),
    ];
    // Before the log is written back, and after.
    for (const files of [everything(), await store.close().then(() => everything())]) {
      expect(files.length).toBeGreaterThan(1);
      for (const needle of needles)
        expect(
          files.some((file) => file.includes(needle)),
          needle,
        ).toBe(false);
    }
    for (const needle of needles) expect(told.includes(needle), needle).toBe(false);
  });
});
