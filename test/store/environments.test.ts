import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { jobDraft } from '#contract/job.ts';
import type { LaunchEnvironment } from '#contract/run.ts';
import type { NewRun } from '#core/ports.ts';
import { connect } from '#store/connection.ts';
import { type OpenStore, openStore } from '#store/index.ts';
import { tempFolder } from '../support/temp.ts';

let folder: string;
let store: OpenStore;
beforeEach(async () => {
  folder = await tempFolder();
  store = await openStore(folder);
  onTestFinished(() => store.close().catch(() => {}));
});

const environment = (colour: string): LaunchEnvironment => ({
  variables: [{ name: 'COLOUR', value: colour, from: 'login' }],
  ...{ workingDirectory: '/home/me', shell: '/bin/zsh' },
});
const attempt = { attempt: 1, startedAt: 1000, finishedAt: null, exitCode: null, signal: null, error: null };
const running = { ...attempt, status: 'running' as const };
const ended = { ...attempt, status: 'success' as const, finishedAt: 2000, exitCode: 0 };

async function addRun(name: string): Promise<{ job: number; run: number }> {
  const action = { kind: 'command', run: { by: 'shell', line: 'true' } } as const;
  const { id } = await store.jobs.create(jobDraft.parse({ name, action }), 0, null);
  const row: NewRun = {
    ...{ jobId: id, triggerId: null, dueAt: 1000, dueUntil: 1000, count: 1, status: 'running', cause: 'by-hand' },
    ...{ reason: null, attempts: 1, startedAt: 1000 },
  };
  const [run] = await store.settle({ runs: [row], cursors: [], nextRuns: [] });
  return { job: id, run: run?.id ?? 0 };
}

const kept = async () => {
  const raw = await connect(join(folder, 'belfry.sqlite'), 'read');
  try {
    return (await raw.all('SELECT value FROM environments')).length;
  } finally {
    await raw.close();
  }
};

it('an environment is kept once, stays with its attempt, and goes with the last run that had it', async () => {
  const one = await addRun('one');
  const other = await addRun('other');
  await store.saveAttempt(one.run, running, null, environment('red'));
  await store.saveAttempt(other.run, running, null, environment('red'));
  expect(await kept()).toBe(1);
  await store.saveAttempt(one.run, ended, null);
  expect(await store.runs.environment(one.run)).toEqual({ ...environment('red'), attempt: 1 });
  expect((await store.runs.get(one.run))?.attempts).toEqual([ended]);

  await store.saveAttempt(one.run, { ...running, attempt: 2 }, null, environment('blue'));
  expect(await store.runs.environment(one.run)).toEqual({ ...environment('blue'), attempt: 2 });
  expect(await store.runs.environment(one.run, 1)).toEqual({ ...environment('red'), attempt: 1 });
  expect(await store.runs.environment(one.run, 3)).toBeNull();

  for (const { run } of [one, other]) await store.patchRun(run, { status: 'success', finishedAt: 4000 });
  await store.jobs.remove(one.job, 5000);
  expect(await emptyTrash(6000)).toBe(1);
  expect(await kept()).toBe(1);
  await store.jobs.remove(other.job, 5000);
  await emptyTrash(6000);
  expect(await kept()).toBe(0);
});

it('an attempt without one has none', async () => {
  const { run } = await addRun('one');
  expect(await store.runs.environment(run)).toBeNull();
  await store.saveAttempt(run, running, null);
  expect(await store.runs.environment(run)).toBeNull();
});

const emptyTrash = async (trashBefore: number) =>
  (await store.history.sweep({ jobs: [], totalBytes: null, trashBefore }, 1, () => true)).jobs;

it('finds what a run alone was given also where an older version kept it with its first attempt', async () => {
  const { run } = await addRun('one');
  const { run: other } = await addRun('other');
  const given = { name: 'STAGE', value: 'live', from: 'run' as const };
  const { variables, ...rest } = environment('red');
  await store.saveAttempt(run, ended, null, { variables: [...variables, given], ...rest });
  await store.saveAttempt(other, ended, null, environment('red'));
  await store.close();
  const raw = await connect(join(folder, 'belfry.sqlite'), 'write');
  await raw.all('ALTER TABLE runs DROP COLUMN variables');
  await raw.all("DELETE FROM migrations WHERE name = '0009-variables'");
  await raw.close();
  store = await openStore(folder);
  expect((await store.runs.get(run))?.variables).toEqual({ STAGE: 'live' });
  expect((await store.runs.get(other))?.variables).toBeNull();
});
