import type { JobSummary } from '#contract/job.ts';
import type { SchedulerStatus } from '#contract/status.ts';

/** What the page runs on, read from the browser's own account of itself. */
export function engines(userAgent: string): { electron: string; chromium: string; system: string } {
  const version = (name: string) => new RegExp(`${name}/([\\d.]+)`).exec(userAgent)?.[1] ?? '?';
  return {
    electron: version('Electron'),
    chromium: version('Chrome'),
    system: /\(([^)]+)\)/.exec(userAgent)?.[1] ?? '?',
  };
}

/** What helps with a question about Belfry: versions, state and counts; no names, commands or folders of jobs. */
export function report(
  status: SchedulerStatus,
  jobs: readonly JobSummary[],
  userAgent: string,
  language: string,
): string {
  const { electron, chromium, system } = engines(userAgent);
  const kinds = new Map<string, number>();
  for (const { action } of jobs) kinds.set(action.kind, (kinds.get(action.kind) ?? 0) + 1);
  return [
    `Belfry ${status.version}`,
    `Electron ${electron}, Chromium ${chromium}`,
    `System: ${system}`,
    `Locale: ${language}, zone: ${status.zone}`,
    `Time: ${new Date(status.now).toISOString()}`,
    `Scheduler: ${status.state}${status.problem === null ? '' : `. ${status.problem}`}`,
    `Jobs: ${status.jobs}, armed ${status.armed}, running ${status.running}, waiting ${status.queued}`,
    `Kinds: ${[...kinds].map(([kind, count]) => `${kind} ${count}`).join(', ') || 'none'}`,
  ].join('\n');
}
