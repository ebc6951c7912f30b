import type { Announcer, Leftover, ProcessKeeper, ProcessMark, Store, Timers } from './ports.ts';

/** How often a process that outlived Belfry is looked at. */
const LOOK_MS = 60_000;

export interface LeftoversParts {
  store: Pick<Store, 'patchRun'>;
  processes: ProcessKeeper;
  timers: Timers;
  announcer: Announcer;
  report: (error: unknown) => void;
}

/** Processes of interrupted runs that are still there after a crash: shown, and stopped when a person says so. */
export class Leftovers {
  private readonly alive = new Map<number, ProcessMark>();
  private cancel: (() => void) | null = null;

  constructor(private readonly parts: LeftoversParts) {}

  /** Looks which of these still live. Never rejects. */
  async find(rows: Leftover[]): Promise<void> {
    for (const { run, process } of rows) {
      const lives = process !== null && (await this.parts.processes.isAlive(process));
      if (lives) this.alive.set(run.id, process);
      if (lives !== run.leftover) await this.mark(run.id, lives);
    }
    if (this.alive.size > 0) this.cancel ??= this.parts.timers.every(LOOK_MS, () => void this.look());
  }

  /** Ends the process of an interrupted run with all it started. False when there is none. */
  async stop(runId: number): Promise<boolean> {
    const mark = this.alive.get(runId);
    if (!mark) return false;
    await this.parts.processes.end(mark);
    this.alive.delete(runId);
    await this.mark(runId, false);
    return true;
  }

  /** Another ledger took the place of the one whose runs these are. */
  forget(): void {
    this.alive.clear();
  }

  halt(): void {
    this.cancel?.();
    this.cancel = null;
  }

  private async look(): Promise<void> {
    for (const [runId, mark] of this.alive) {
      if (await this.parts.processes.isAlive(mark)) continue;
      this.alive.delete(runId);
      await this.mark(runId, false);
    }
    if (this.alive.size === 0) this.halt();
  }

  private async mark(runId: number, leftover: boolean): Promise<void> {
    try {
      this.parts.announcer.runs([await this.parts.store.patchRun(runId, { leftover })]);
    } catch (error) {
      this.parts.report(error);
    }
  }
}
