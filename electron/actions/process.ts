import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { LaunchEnvironment } from '#contract/run.ts';
import type { ActionContext, ActionHandle, Outcome, ProcessMark } from '#core/ports.ts';
import { noteRead } from './flood.ts';
import { ProcessTree, RUN_KEY } from './process-tree.ts';
import { ending, startProblem } from './sentences.ts';
import { folderProblem } from './working-directory.ts';

export interface Program {
  file: string;
  args: string[];
  environment: Record<string, string>;
  workingDirectory: string;
  /** What reads the job's own words, for people; null where nothing does. */
  shell: string | null;
  /** Variables that are Belfry's own affair. */
  hidden?: Record<string, string>;
  windowsVerbatimArguments?: boolean;
  /** Opens descriptor 3 to the child and sends it this line; what the child writes there is given to `judge`. */
  request?: string;
  /** Turns the bare end of the process into a sentence that helps. */
  judge?: (outcome: Outcome, report: string) => Outcome;
}

/** What a run leaves behind gets this long between the polite signal and force. */
const LEFTOVER_MS = 2_000;
/** The same after `stop`, when all of it was asked just now; the caller may force it earlier. */
const STOPPED_MS = 10_000;
/** Pipes held open by a process that nothing could find or end. */
const PIPES_MS = 2_000;
/** A look at all processes costs half a second on Windows: there only pipes still open after this ask for one. */
const WINDOWS_PIPES_MS = 500;
const REPORT_LIMIT = 64 * 1024;

/** Starts a program in a process group of its own; nothing of it is left behind when `done` resolves. Never throws. */
export function startProgram(program: Program, context: ActionContext): ActionHandle {
  const noFolder = folderProblem(program.workingDirectory);
  if (noFolder !== null) return neverStarted(noFolder);
  const key = randomUUID();
  const startedAt = Date.now();
  let child: ChildProcess;
  try {
    child = spawn(program.file, program.args, {
      cwd: program.workingDirectory,
      env: {
        ...program.environment,
        ...program.hidden,
        ...{ BELFRY_RUN_ID: String(context.runId), BELFRY_ATTEMPT: String(context.attempt), [RUN_KEY]: key },
      },
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe', program.request === undefined ? 'ignore' : 'pipe'],
      windowsHide: true,
      windowsVerbatimArguments: program.windowsVerbatimArguments ?? false,
    });
  } catch (error) {
    // A NUL in an argument, a batch file on Windows, or a line longer than the system takes.
    return neverStarted(startProblem(error as NodeJS.ErrnoException, program));
  }
  if (child.pid === undefined) {
    return { ...idle, environment: launchEnvironment(program, context), done: refusal(child, program) };
  }
  const environment = launchEnvironment(program, context);
  const tree = ProcessTree.of(child.pid, key, startedAt);
  return new RunningProgram(child as StartedChild, tree, program, environment, context);
}

type StartedChild = ChildProcess & { pid: number };

/** For people to look at: which variable came from where. */
function launchEnvironment(program: Program, { environment: own }: ActionContext): LaunchEnvironment {
  const variables = Object.entries(program.environment).map(([name, value]) => ({
    ...{ name, value },
    from: Object.hasOwn(own, name) ? ('job' as const) : ('login' as const),
  }));
  return { variables, workingDirectory: program.workingDirectory, shell: program.shell };
}

const idle: Omit<ActionHandle, 'done'> = { process: null, stop: () => {}, kill: () => {} };

/** An action that could not start, and why. */
export function neverStarted(error: string): ActionHandle {
  return { ...idle, done: Promise.resolve({ exitCode: null, signal: null, error }) };
}

function refusal(child: ChildProcess, program: Program): Promise<Outcome> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ exitCode: null, signal: null, error: startProblem(error, program) }));
  });
}

class RunningProgram implements ActionHandle {
  readonly process: ProcessMark;
  readonly done: Promise<Outcome>;
  private state: 'running' | 'stopped' | 'killed' | 'over' = 'running';
  private report = '';
  private pipesClosed = false;

  constructor(
    private readonly child: StartedChild,
    private readonly tree: ProcessTree,
    private readonly program: Program,
    readonly environment: LaunchEnvironment,
    context: ActionContext,
  ) {
    this.process = tree.mark;
    for (const stream of ['stdout', 'stderr'] as const) {
      const pipe = child[stream];
      pipe?.on('data', (bytes: Uint8Array) => {
        context.output(stream, bytes);
        noteRead(bytes.length);
        // The child waits in its write until the store can follow.
        const backlog = context.backlog?.();
        if (!backlog) return;
        pipe.pause();
        void backlog.then(() => pipe.resume());
      });
    }
    this.converse(child.stdio[3] as Duplex | null | undefined);
    // A signal that could not be sent is no news: the tree is looked at again anyhow.
    child.on('error', () => {});
    child.once('close', () => {
      this.pipesClosed = true;
    });
    this.done = new Promise<Outcome>((resolve) => {
      child.once('exit', (exitCode, signal) => resolve(this.finish(exitCode, signal)));
    });
  }

  stop(): void {
    if (this.state !== 'running') return;
    this.state = 'stopped';
    void this.tree.ask();
  }

  kill(): void {
    if (this.state === 'over') return;
    this.state = 'killed';
    void this.tree.force();
  }

  private converse(channel: Duplex | null | undefined): void {
    if (!channel) return;
    channel.setEncoding('utf8').on('data', (text: string) => {
      if (this.report.length < REPORT_LIMIT) this.report += text;
    });
    // The child may end without having read its request.
    channel.on('error', () => {});
    channel.write(`${this.program.request}\n`);
  }

  private async finish(exitCode: number | null, signal: NodeJS.Signals | null): Promise<Outcome> {
    this.tree.noteRootEnded();
    const trusted = process.platform === 'win32' && (await holds(() => this.pipesClosed, WINDOWS_PIPES_MS));
    if (!trusted) await this.sweep();
    await this.drain();
    this.state = 'over';
    const outcome = { exitCode, signal, error: ending(exitCode, signal) };
    return this.program.judge?.(outcome, this.report) ?? outcome;
  }

  /** No process of a finished run is left behind: asks the leftovers to end, then makes them. */
  private async sweep(): Promise<void> {
    const graceMs = this.state === 'stopped' ? STOPPED_MS : LEFTOVER_MS;
    const allGone = async () => (await this.tree.ask()).length === 0;
    const isGone = await holds(async () => this.state === 'killed' || (await allGone()), graceMs);
    if (isGone && this.state !== 'killed') return;
    // Another user's process cannot be ended: it is given up after a while.
    await holds(async () => (await this.tree.force()).length === 0, LEFTOVER_MS);
  }

  /** Reads what the pipes still hold; those that stay open are given up. */
  private async drain(): Promise<void> {
    await holds(() => this.pipesClosed, PIPES_MS);
    for (const stream of this.child.stdio) stream?.destroy();
  }
}

/**
 * Looks again and again, at growing intervals that add up to `ms`. False when the condition never held. The intervals
 * count, not the clock: while Belfry itself is held up, nobody reads the pipes and no child is to blame.
 */
async function holds(condition: () => boolean | Promise<boolean>, ms: number): Promise<boolean> {
  for (let waited = 0, wait = 1; !(await condition()); wait = Math.min(wait * 2, 100)) {
    if (waited >= ms) return false;
    await new Promise((resolve) => setTimeout(resolve, wait));
    waited += wait;
  }
  return true;
}
