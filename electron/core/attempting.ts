import type { Job } from '#contract/job.ts';
import type { OutputStream } from '#contract/run.ts';
import type { ActionContext, ActionHandle, Announcer, Clock, OutputWriter, Store } from './ports.ts';

export interface AttemptingParts {
  clock: Clock;
  store: Pick<Store, 'output'>;
  announcer: Pick<Announcer, 'output'>;
  outputCapBytes: () => number;
}

/** One attempt under way, as its action sees it. Its output is opened with the first byte: most bells say nothing. */
export class Attempting implements ActionContext {
  readonly environment: Record<string, string>;
  readonly workingDirectory: string | null;
  /** Epoch ms. */
  readonly startedAt: number;
  /** Null until the action starts, and after its end. */
  handle: ActionHandle | null = null;
  private readonly capBytes: number | null;
  private writer: OutputWriter | null = null;

  /** `since` is the monotonic instant (ms) that the output's times are counted from. */
  constructor(
    private readonly parts: AttemptingParts,
    job: Job,
    variables: Record<string, string> | null,
    readonly runId: number,
    readonly attempt: number,
    private readonly since: number,
  ) {
    // Hardly a bell has its own: thousands in one second copy nothing.
    this.environment = variables ? { ...job.environment, ...variables } : job.environment;
    this.workingDirectory = job.workingDirectory;
    this.capBytes = job.policy.retention.outputCapBytes;
    this.startedAt = parts.clock.now();
  }

  output(stream: OutputStream, bytes: Uint8Array): void {
    this.writer ??= this.open();
    this.writer.write(stream, bytes, Math.round(this.parts.clock.monotonic() - this.since));
  }

  backlog(): Promise<void> | null {
    return this.writer?.backlog() ?? null;
  }

  /** Resolves when all that was printed is stored. */
  async closeOutput(): Promise<void> {
    await this.writer?.close();
  }

  private open(): OutputWriter {
    const { store, announcer, outputCapBytes } = this.parts;
    const { runId } = this;
    const capBytes = this.capBytes ?? outputCapBytes();
    return store.output.open(runId, this.attempt, capBytes, (chunks) => announcer.output(runId, chunks));
  }
}
