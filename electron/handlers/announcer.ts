import type { JobSummary } from '#contract/job.ts';
import type { Run } from '#contract/run.ts';
import type { SchedulerStatus } from '#contract/status.ts';
import type { Announcer, Timers } from '#core/ports.ts';
import type { Bus } from './bus.ts';
import { createOutputBatches } from './output-batches.ts';

/** Events are gathered this long: a thousand rings in a second are a dozen messages, and an eye sees no delay. */
const GATHER_MS = 80;

export interface AnnouncerParts {
  bus: Bus;
  timers: Timers;
  summaries: (ids: number[]) => Promise<JobSummary[]>;
  status: () => Promise<SchedulerStatus>;
  report: (error: unknown) => void;
}

/** Turns what core announces into batched events of the contract. Without a listener it costs nothing. */
export function createAnnouncer(parts: AnnouncerParts): Announcer {
  const { bus } = parts;
  const runs = new Map<number, Run>();
  const jobs = new Set<number>();
  let scheduler = false;
  let cancel: (() => void) | null = null;
  let flushing = false;

  const soon = () => {
    if (!cancel && !flushing) cancel = parts.timers.after(GATHER_MS, () => void flush());
  };

  async function flush(): Promise<void> {
    cancel = null;
    flushing = true;
    const changed = { runs: [...runs.values()], jobs: [...jobs], scheduler };
    runs.clear();
    jobs.clear();
    scheduler = false;
    try {
      if (changed.runs.length > 0) bus.emit('runs.changed', changed.runs);
      if (!bus.hasListeners) return;
      if (changed.jobs.length > 0) {
        for (const summary of await parts.summaries(changed.jobs)) bus.emit('job.changed', summary);
      }
      if (changed.scheduler) bus.emit('scheduler.changed', await parts.status());
    } catch (error) {
      parts.report(error);
    } finally {
      flushing = false;
      if (runs.size > 0 || jobs.size > 0 || scheduler) soon();
    }
  }

  return {
    runs: (rows) => {
      for (const row of rows) {
        runs.set(row.id, row);
        jobs.add(row.jobId);
      }
      if (rows.length > 0) soon();
    },
    jobs: (ids) => {
      for (const id of ids) jobs.add(id);
      soon();
    },
    scheduler: () => {
      scheduler = true;
      soon();
    },
    clock: (jump) => bus.emit('clock.jumped', jump),
    output: createOutputBatches(bus, parts.timers),
    testOutput: (id, chunks) => bus.emit('test.output', { id, chunks }),
    testEnd: (id, end) => bus.emit('test.ended', { id, ...end }),
  };
}
