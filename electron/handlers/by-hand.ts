import { startsProcess } from '#contract/action-facts.ts';
import type { Handlers } from '#contract/api.ts';
import { BelfryError } from '#contract/error.ts';
import type { Job } from '#contract/job.ts';
import { MASKED } from '#contract/masked.ts';
import { type Application, findJob } from './application.ts';

/** Requests for runs that a person wants now. */
export function byHandHandlers(app: Application): Pick<Handlers, 'jobs.run' | 'runs.again'> {
  const runNow = (job: Job, variables: Record<string, string> | undefined) =>
    app.scheduler.runNow(takesVariables(job, variables), variables);
  return {
    'jobs.run': async ({ job, variables }) => runNow(await findJob(app, job), variables),
    'runs.again': async ({ id }) => {
      const found = await app.store.runs.get(id);
      if (!found) throw new BelfryError('not-found', `There is no run ${id}.`, 'id');
      return runNow(await findJob(app, found.run.jobId), givenTo(id, found.variables));
    },
  };
}

/** The variables that a run alone was given; undefined without any. @throws BelfryError `refused`, field `variables.NAME` */
function givenTo(id: number, given: Record<string, string> | null): Record<string, string> | undefined {
  // What was masked would be given as dots.
  const lost = Object.keys(given ?? {}).filter((name) => given?.[name]?.includes(MASKED));
  if (lost.length > 0) {
    const what =
      lost.length === 1 ? `${lost[0]} is not kept, because it` : `${lost.join(', ')} are not kept, because they`;
    throw new BelfryError(
      'refused',
      `What run ${id} had as ${what} may be secret. Give it anew.`,
      `variables.${lost[0]}`,
    );
  }
  return given ?? undefined;
}

/** Variables are told to a process, and kept with what it was started with: without one, nobody would see them. */
function takesVariables(job: Job, variables: object | undefined): Job {
  if (variables === undefined || startsProcess(job.action)) return job;
  throw new BelfryError('refused', `“${job.name}” starts no program that variables could be given to.`, 'variables');
}
