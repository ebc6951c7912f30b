import { homedir } from 'node:os';
import { createExecutor } from '#actions/index.ts';
import { jobDraft } from '#contract/job.ts';
import { openStore } from '#store/index.ts';
import { noSecrets } from '../actions/kept-secrets.ts';

/** Runs in a process of its own: a job prints as many bytes as asked, and what that took is printed as JSON. */
const [folder = '', line = '', cap = ''] = process.argv.slice(2);
const store = await openStore(folder);
const draft = jobDraft.parse({ name: 'flood', action: { kind: 'command', run: { by: 'shell', line } } });
const job = await store.jobs.create(draft, 1, null);
const [run] = await store.settle({
  ...{ cursors: [], nextRuns: [] },
  runs: [
    {
      ...{ jobId: job.id, triggerId: null, dueAt: 1, dueUntil: 1, count: 1, startedAt: 2, attempts: 1 },
      ...{ status: 'running', cause: 'by-hand', reason: null },
    },
  ],
});
const id = run?.id as number;
let [batches, largest] = [0, 0];
const writer = store.output.open(id, 1, Number(cap), (chunks) => {
  batches += 1;
  largest = Math.max(
    largest,
    chunks.reduce((sum, { text }) => sum + text.length, 0),
  );
});

const rss = () => process.memoryUsage.rss();
const TICK = 10;
const before = rss();
let [peak, pause, last] = [before, 0, performance.now()];
const timer = setInterval(() => {
  peak = Math.max(peak, rss());
  pause = Math.max(pause, performance.now() - last - TICK);
  last = performance.now();
}, TICK);
const [since, cpu] = [performance.now(), process.cpuUsage()];
const execute = createExecutor({
  ...{
    jobsFolder: folder,
    functionHost: '',
    sqlHost: '',
    nodePath: process.execPath,
    homeFolder: homedir(),
    shell: '/bin/sh',
  },
  baseEnvironment: () => process.env as Record<string, string>,
  secrets: noSecrets,
});
const { exitCode } = await execute(job.action, {
  ...{ runId: id, attempt: 1, environment: {}, workingDirectory: null, backlog: writer.backlog },
  output: (stream, bytes) => writer.write(stream, bytes, Math.round(performance.now() - since)),
}).done;
const { bytes, dropped } = await writer.close();
clearInterval(timer);
const ms = performance.now() - since;
const { user, system } = process.cpuUsage(cpu);

const { chunks } = await store.output.read(id, 1, -1);
const textOf = (part: typeof chunks) => part.map(({ text }) => text).join('');
await store.close();
console.log(
  JSON.stringify({
    ...{ exitCode, bytes, dropped, ms, batches, largest, pauseMs: pause, grownBytes: peak - before },
    cpuShare: (user + system) / 1000 / ms,
    kept: chunks.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0),
    // Pieces begin and end where the pipe was read.
    first: textOf(chunks.slice(0, 5)).slice(0, 20),
    last: textOf(chunks.slice(-5)).slice(-20),
  }),
);
