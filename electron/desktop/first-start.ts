import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handlers } from '#contract/api.ts';
import { type JobDraftInput, jobDraft } from '#contract/job.ts';

/** The samples that the original scheduler had: hello each minute at second 30, the time at minute 5, second 39 of every hour. */
const SAMPLES: JobDraftInput[] = [
  {
    name: 'Print hello',
    description: 'A sample: prints a greeting every minute.',
    tags: ['sample'],
    action: { kind: 'function', module: 'samples.mjs', export: 'printHello' },
    triggers: [{ kind: 'cron', expression: '30 * * * * *' }],
  },
  {
    name: 'Print time',
    description: 'A sample: prints the time every hour.',
    tags: ['sample'],
    action: { kind: 'function', module: 'samples.mjs', export: 'printTime' },
    triggers: [{ kind: 'cron', expression: '39 5 * * * *' }],
  },
];

/** On the very first start: the jobs folder with its sample module, and the two sample jobs. */
export async function createSamples(source: string, jobsFolder: string, handlers: Handlers): Promise<void> {
  await mkdir(jobsFolder, { recursive: true, mode: 0o700 });
  await copyFile(join(source, 'samples.mjs'), join(jobsFolder, 'samples.mjs'));
  for (const sample of SAMPLES) await handlers['jobs.create'](jobDraft.parse(sample));
}
