import type { Command } from 'commander';
import { LIVE_STATUSES, type Run } from '#contract/run.ts';
import type { Client } from '#doors/client.ts';
import { NotRunningError } from '#doors/client.ts';
import { FAILED } from './failure.ts';
import { gatherVariable } from './job-options.ts';
import { liveRun } from './named-run.ts';
import { addCommand } from './session.ts';
import { runShape } from './shapes.ts';
import { plain } from './table.ts';

/** `run` and `stop`. */
export function addRunCommands(program: Command): void {
  addCommand<[string, { wait?: boolean; env?: Record<string, string> }]>(
    program,
    'run <job>',
    'run a job now; prints the id of the run',
    async (session, job, { wait, env: variables }) => {
      const client = await session.client();
      const ends = wait ? await watchEnds(client) : null;
      const started = await client.request('jobs.run', { job, ...(variables && { variables }) });
      const run = ends ? await ends.of(started.id) : started;
      session.print(runShape(run), () => (wait ? endText(run) : String(run.id)));
      if (!wait && !session.json && !['running', 'success'].includes(run.status))
        process.stderr.write(`belfry: ${endText(run)}\n`);
      return isEnded(run) && run.status !== 'success' ? FAILED : undefined;
    },
  )
    .option('--wait', 'wait for its end, print how it ended, and exit with 1 unless it succeeded')
    .option('--env <name=value>', 'a variable of this run only; may be repeated', gatherVariable);

  const stops = 'stop a run, with all it started; a job’s name means what runs of it';
  addCommand<[string]>(program, 'stop <run>', stops, async (session, named) => {
    const client = await session.client();
    const run = await client.request('runs.stop', { id: await liveRun(client, named) });
    session.print(runShape(run), () => `Stopping run ${run.id} of “${plain(run.job)}”.`);
    return undefined;
  });
}

export const isEnded = (run: Run): boolean => !LIVE_STATUSES.includes(run.status);

/** How a run ended, in one line. */
export function endText(run: Run): string {
  const detail = run.error ?? run.reason;
  return plain(`Run ${run.id}: ${run.status}${detail && run.status !== 'success' ? `: ${detail}` : ''}`);
}

interface Ends {
  /** Resolves to the run's row once it has ended. */
  of(id: number): Promise<Run>;
}

/** Watches runs end. To be called before the run starts, so that no end goes by unheard. */
async function watchEnds(client: Client): Promise<Ends> {
  const ended = new Map<number, Run>();
  let heard = () => {};
  await client.subscribe(['runs.changed'], (name, payload) => {
    if (name !== 'runs.changed') return;
    for (const run of payload as Run[]) if (isEnded(run)) ended.set(run.id, run);
    heard();
  });
  return {
    of: async (id) => {
      const end = new Promise<Run>((resolve) => {
        heard = () => {
          const run = ended.get(id);
          if (run) resolve(run);
        };
      });
      heard();
      const { run } = await client.request('runs.get', { id });
      return isEnded(run) ? run : Promise.race([end, gone(client)]);
    },
  };
}

/** Rejects when the application goes away. */
export async function gone(client: Client): Promise<never> {
  await client.closed;
  throw new NotRunningError('Belfry has stopped answering.');
}
