import type { EventListener, EventName, EventPayload, Handlers } from '#contract/api.ts';
import type { Attention } from '#contract/attention.ts';
import type { RestorePlan } from '#contract/backup.ts';
import type { Diagnosis } from '#contract/diagnosis.ts';
import { BelfryError } from '#contract/error.ts';
import { type Job, type JobSummary, jobDraft } from '#contract/job.ts';
import { policy } from '#contract/policy.ts';
import type { OutputChunk, Run, RunStatus } from '#contract/run.ts';
import { type SecretList, secretNames } from '#contract/secret.ts';
import { settings } from '#contract/settings.ts';
import type { TriggerSpec } from '#contract/trigger.ts';
import { readQuery } from '#core/schedule.ts';
import { suggest } from '#core/suggest.ts';
import { exchangeHandlers } from '#handlers/exchange.ts';

/** Serves the whole contract from memory: what the doors are tested against. Runs end when the test says so. */
export class MemoryApp {
  readonly jobs = new Map<number, Job>();
  readonly runs: Run[] = [];
  readonly output = new Map<number, OutputChunk[]>();
  readonly listeners = new Set<EventListener>();
  readonly secrets = new Map<string, string>();
  readonly copies = new Set<string>();
  readonly restored: string[] = [];
  attention: Attention[] = [];
  private pausedUntil: number | null = null;
  private lastId = 0;

  readonly subscribe = (listener: EventListener) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  emit<N extends EventName>(name: N, payload: EventPayload<N>): void {
    for (const listener of this.listeners) listener(name, payload);
  }

  /** Adds a run; newest last. */
  addRun(job: Job, given: Partial<Run> = {}): Run {
    const id = this.runs.length + 1;
    const at = 1_772_000_000_000 + id * 1000;
    const run: Run = {
      ...{
        id,
        jobId: job.id,
        job: job.name,
        triggerId: null,
        dueAt: at,
        dueUntil: at,
        count: 1,
        startedAt: at + 5,
      },
      ...{
        finishedAt: null,
        status: 'running',
        cause: 'by-hand',
        reason: null,
        attempt: 1,
        attempts: 1,
        awakeMs: null,
        leftover: false,
      },
      ...{
        exitCode: null,
        signal: null,
        error: null,
        outputBytes: 0,
        outputDropped: 0,
        ...given,
      },
    };
    this.runs.push(run);
    this.emit('runs.changed', [run]);
    return run;
  }

  end(id: number, status: RunStatus, error: string | null = null): void {
    const run = this.run(id);
    Object.assign(run, {
      status,
      error,
      finishedAt: (run.startedAt ?? run.dueAt) + 1500,
      exitCode: error ? 1 : 0,
    });
    this.emit('runs.changed', [run]);
  }

  /** The piece is stored whole; the event may carry less, as with a flood. */
  print(id: number, stream: OutputChunk['stream'], text: string, { attempt = 1, skip = 0, silent = false } = {}): void {
    const printed = this.output.get(id) ?? [];
    this.output.set(id, printed);
    const seq = printed.filter((chunk) => chunk.attempt === attempt).length + skip;
    const chunk = { attempt, seq, at: 10, stream, text };
    printed.push(chunk);
    if (!silent) this.emit('run.output', { id, chunks: [chunk] });
  }

  diagnosis: Diagnosis = { checks: [], report: '' };

  readonly handlers: Handlers = {
    'jobs.list': () => [...this.jobs.values()].map((job) => this.summary(job)),
    'jobs.get': ({ job }) => this.summary(this.job(job)),
    'jobs.create': (draft) => {
      if ([...this.jobs.values()].some(({ name }) => name === draft.name)) {
        throw new BelfryError('conflict', `There is a job named “${draft.name}” already.`, 'name');
      }
      this.lastId += 1;
      const { triggers, ...rest } = { ...draft, policy: policy.parse(draft.policy) };
      const fixed = {
        nextRunAt: null,
        pause: null,
        skipUntil: null,
        createdAt: 0,
        updatedAt: 0,
      };
      const job = {
        ...rest,
        ...fixed,
        id: this.lastId,
        triggers: stored(triggers),
      };
      this.jobs.set(job.id, job);
      return job;
    },
    'jobs.update': ({ job: ref, changes: { triggers, ...changes } }) =>
      Object.assign(this.job(ref), changes, triggers && { triggers: stored(triggers) }),
    'jobs.remove': ({ job: ref }) => {
      const job = this.job(ref);
      this.jobs.delete(job.id);
      return job;
    },
    'jobs.restore': ({ id }) => this.job(id),
    'jobs.setEnabled': ({ job, enabled }) => Object.assign(this.job(job), { enabled }),
    'jobs.run': ({ job }) => this.addRun(this.job(job)),
    'runs.again': ({ id }) => this.addRun(this.job(this.run(id).jobId)),
    'jobs.skipNext': ({ job }) => this.job(job),
    'jobs.test': () => ({ id: 1 }),
    'jobs.stopTest': () => {},
    'runs.list': ({ job, status, before, limit }) => {
      const rows = this.runs
        .filter(
          (run) => (job === undefined || run.jobId === this.job(job).id) && (!status || status.includes(run.status)),
        )
        .filter((run) => !before || run.id < before.id)
        .reverse();
      const runs = rows.slice(0, limit);
      const last = runs.at(-1);
      return {
        runs,
        next: rows.length > limit && last ? { at: last.dueAt, id: last.id } : null,
      };
    },
    'runs.get': ({ id }) => ({ run: this.run(id), attempts: [], variables: null }),
    'runs.stop': ({ id }) => {
      this.end(id, 'cancelled');
      return this.run(id);
    },
    'runs.output': ({ id, attempt, afterSeq }) => {
      const printed = this.output.get(this.run(id).id) ?? [];
      const wanted = attempt ?? printed.at(-1)?.attempt;
      const chunks = printed.filter((chunk) => chunk.attempt === wanted && chunk.seq > afterSeq);
      const { outputDropped: dropped, status } = this.run(id);
      return { chunks, dropped, live: status === 'running', more: false };
    },
    'runs.saveOutput': () => ({ file: null }),
    'runs.openOutput': () => ({ file: '/tmp/output.txt' }),
    'store.status': () => ({ bytes: 0, runs: this.runs.length, oldest: null, removed: null }),
    'jobs.stats': () => ({
      ...{ trend: [], successRate: null, counts: {}, usual: null, keptBytes: 0 },
      heat: Array.from({ length: 7 }, () => new Array<number>(24).fill(0)),
    }),
    'runs.notices': () => [],
    'notifications.test': () => {},
    'runs.environment': ({ id, attempt }) => ({
      variables: [
        { name: 'PATH', value: '/bin', from: 'login' },
        { name: 'RUN', value: `${this.run(id).id}.${attempt ?? 1}`, from: 'job' },
      ],
      workingDirectory: '/home/me',
      shell: '/bin/zsh',
    }),
    'environment.get': () => ({ count: 1, shell: '/bin/zsh', ms: 5, problem: null }),
    'environment.refresh': () => ({ count: 1, shell: '/bin/zsh', ms: 5, problem: null }),
    'runs.export': () => ({ file: null, runs: 0 }),
    'bands.list': () => ({ bands: [], frequent: [] }),
    'runs.totals': () => ({
      runs: 0,
      success: 0,
      late: 0,
      failed: 0,
      missed: 0,
      skipped: 0,
      busyMs: 0,
    }),
    'schedule.suggest': async ({ schedule, zone }) => suggest(schedule, { now: Date.now(), zone: zone ?? 'UTC' }),
    'schedule.read': (query) => readQuery(query, { now: Date.now(), zone: 'UTC' }),
    'scheduler.status': () => ({
      ...{
        state: this.pausedUntil ? 'paused' : 'idle',
        held: 0,
        jobs: this.jobs.size,
        armed: 0,
        running: 0,
        queued: 0,
      },
      ...{
        next: null,
        zone: 'UTC',
        clockChange: null,
        problem: null,
        environmentProblem: null,
        dataFolder: '/data',
        version: '0.0.0',
        now: Date.now(),
      },
      pause: this.pausedUntil === null ? null : { since: 0, until: this.pausedUntil },
    }),
    'scheduler.pause': ({ until, jobs }) => {
      for (const ref of jobs ?? []) this.job(ref).pause = { since: 0, until };
      if (!jobs) this.pausedUntil = until;
      return this.handlers['scheduler.status'](undefined);
    },
    'scheduler.resume': ({ jobs }) => {
      for (const ref of jobs ?? []) this.job(ref).pause = null;
      if (!jobs) this.pausedUntil = null;
      return this.handlers['scheduler.status'](undefined);
    },
    'secrets.list': () => this.secretList(),
    'secrets.set': ({ name, value, allowWeak }) => {
      if (!allowWeak && this.secrets.size === 0)
        throw new BelfryError('refused', 'This computer has no key store that Belfry can use.', 'allowWeak');
      this.secrets.set(name, value);
      return this.secretList();
    },
    'secrets.unlock': () => this.secretList(),
    'secrets.remove': ({ name }) => {
      if (!this.secrets.delete(name)) throw new BelfryError('not-found', `There is no secret ${name}.`, 'name');
      return this.secretList();
    },
    'backup.list': () => ({ folder: '/data/backups', backups: [], dailyAt: null, problem: null }),
    'backup.create': ({ file, overwrite }) => {
      const wanted = file ?? '/data/backups/belfry-1.sqlite';
      if (this.copies.has(wanted) && !overwrite)
        throw new BelfryError('conflict', `There is already a file ${wanted}.`, 'file');
      this.copies.add(wanted);
      return { file: wanted, madeAt: 0, version: '0.0.0', kind: 'by-hand', size: 4096 };
    },
    'backup.inspect': ({ file }) => this.plan(file),
    'backup.restore': ({ file, wait }) => {
      if (!wait && this.runs.some(({ status }) => status === 'running'))
        throw new BelfryError('conflict', 'A job is running. Let it end or stop it, then restore.');
      this.restored.push(file);
      return { plan: this.plan(file), before: '/data/backups/before.sqlite' };
    },
    'backup.choose': () => null,
    'timeline.read': ({ from, to, offset }) => ({
      ...{ now: Date.now(), from, to, total: 0, offset, lanes: [], bands: [] },
    }),
    'bells.read': () => ({ until: Date.now() + 3_600_000, count: 0, jobs: [] }),
    'attention.list': () => this.attention,
    'attention.dismiss': ({ key }) => {
      this.attention = this.attention.filter((item) => item.key !== key);
    },
    'settings.get': () => settings.parse({}),
    'settings.set': (changes) => settings.parse(changes),
    ...exchangeHandlers({
      clock: { now: () => Date.now(), monotonic: () => performance.now() },
      zone: () => 'UTC',
      neighbours: { home: '/home/ana', user: 'ana', shell: '/bin/sh', find: async () => [], save: async () => '/tmp' },
      sharedVariables: () => ({}),
      jobs: async () => [...this.jobs.values()],
      find: async (ref) => this.job(ref),
      create: async (draft) => this.handlers['jobs.create'](draft),
    }),
    'mail.test': ({ to }) => ({ messageId: '<1@test>', accepted: [to], rejected: [], answer: '250 OK' }),
    'app.show': () => {},
    'app.diagnose': () => this.diagnosis,
    'update.state': () => ({ phase: 'current', version: null, reason: null }),
    'update.look': () => ({ phase: 'current', version: null, reason: null }),
    'update.take': () => ({ phase: 'current', version: null, reason: null }),
    'app.quit': () => {},
    'window.control': () => {},
  };

  /** Adds a job that runs `true`. */
  async addJob(name: string): Promise<Job> {
    const action = {
      kind: 'command',
      run: { by: 'shell', line: 'true' },
    } as const;
    return this.handlers['jobs.create'](jobDraft.parse({ name, action }));
  }

  private secretList(): SecretList {
    const secrets = [...this.secrets.keys()].map((name) => ({
      ...({ name, updatedAt: 0, protection: 'weak', readable: true } as const),
      usedBy: [...this.jobs.values()]
        .filter(({ environment }) => secretNames(environment).has(name))
        .map((job) => job.name),
    }));
    return { protection: secrets.length > 0 ? 'weak' : 'none', backend: 'basic_text', locked: false, secrets };
  }

  private plan(file: string): RestorePlan {
    if (!this.copies.has(file)) throw new BelfryError('not-found', `There is no file ${file}.`, 'file');
    return {
      ...{ file, label: { madeAt: 0, version: '0.0.0', kind: 'by-hand' } },
      jobs: { added: ['Backup'], changed: [], removed: ['Ping'] },
      ...{ runs: { gained: 2, lost: 1 }, settings: ['theme'], missingSecrets: ['TOKEN'] },
    };
  }

  private job(ref: number | string): Job {
    const jobs = [...this.jobs.values()];
    const job = jobs.find(({ name }) => name === ref) ?? jobs.find(({ id }) => String(id) === String(ref));
    if (!job) throw new BelfryError('not-found', `There is no job ${ref}.`, 'job');
    return job;
  }

  private run(id: number): Run {
    const run = this.runs[id - 1];
    if (!run) throw new BelfryError('not-found', `There is no run ${id}.`, 'id');
    return run;
  }

  private summary(job: Job): JobSummary {
    const lastRun = this.runs.filter(({ jobId }) => jobId === job.id).at(-1) ?? null;
    return {
      ...job,
      schedule: job.triggers.map(({ spec }) => spec.kind),
      lastRun,
      recent: '',
      live: [],
      usual: null,
    };
  }
}

const stored = (specs: TriggerSpec[]) => specs.map((spec, at) => ({ id: at + 1, spec, cursor: 0 }));
