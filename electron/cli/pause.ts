import type { Command } from 'commander';
import { FOREVER } from '#contract/limits.ts';
import type { Client } from '#doors/client.ts';
import { readDuration } from './durations.ts';
import { UsageError } from './failure.ts';
import { addCommand, type Session } from './session.ts';
import { jobShape, statusShape } from './shapes.ts';
import { statusText } from './status.ts';
import { plain } from './table.ts';
import { systemZone, until } from './times.ts';
import { noDate, readDate } from './words.ts';

interface PauseOptions {
  for?: number;
  until?: string;
}

/** `pause` and `resume`: everything, or the jobs named. */
export function addPauseCommands(program: Command): void {
  addCommand<[string[], PauseOptions]>(
    program,
    'pause [jobs...]',
    'pause everything, or these jobs; without a time until resumed',
    async (session, names, options) => {
      if (options.for !== undefined && options.until !== undefined) {
        throw new UsageError('Give --for or --until, not both.', 'until');
      }
      const client = await session.client();
      const end = await pauseEnd(client, options);
      const jobs = names.length > 0 ? names : null;
      const status = await client.request('scheduler.pause', { until: end, ...(jobs && { jobs }) });
      if (jobs) return printJobs(session, client, jobs);
      session.print(statusShape(status), () => statusText(status));
      return undefined;
    },
  )
    .option('--for <duration>', 'for this long: 30m, 1h, 2d', (text) => readDuration(text, 'for'))
    .option('--until <iso>', 'until this time, also in words: "tomorrow at 8:00"');

  addCommand<[string[]]>(
    program,
    'resume [jobs...]',
    'end the pause of everything, or of these jobs',
    async (session, names) => {
      const client = await session.client();
      const jobs = names.length > 0 ? names : null;
      const status = await client.request('scheduler.resume', jobs ? { jobs } : {});
      if (jobs) return printJobs(session, client, jobs);
      session.print(statusShape(status), () => statusText(status));
      return undefined;
    },
  );
}

async function pauseEnd(client: Client, options: PauseOptions): Promise<number> {
  if (options.for !== undefined) return Date.now() + options.for;
  if (options.until === undefined) return FOREVER;
  // By this computer's clock, as the window and the tray mean “tomorrow 08:00”.
  const { at, next } = await readDate(client, options.until, 'until', systemZone());
  const end = at ?? next;
  if (end === null) throw noDate(options.until, 'until');
  return end;
}

async function printJobs(session: Session, client: Client, names: string[]): Promise<undefined> {
  const jobs = await Promise.all(names.map((job) => client.request('jobs.get', { job })));
  session.print(jobs.map(jobShape), () =>
    jobs
      .map(({ name, pause }) => `“${plain(name)}” ${pause ? `is paused ${until(pause.until)}` : 'rings again'}.`)
      .join('\n'),
  );
}
