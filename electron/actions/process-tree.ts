import { execFile } from 'node:child_process';
import type { ProcessMark } from '#core/ports.ts';
import { bornOf, environmentOf, type ProcessRow, readTable } from './process-table.ts';

/** In the environment of every process of a run: a key, since ids of runs repeat from one data folder to the next. */
export const RUN_KEY = 'BELFRY_RUN_KEY';

/**
 * All processes of one run: what `root` started, the group and session it leads, and on Linux whatever carries the
 * run's key in its environment (a grandchild that called setsid and lost its parent). A process once seen stays known.
 * Out of sight: one that cleared its environment, called setsid and lost its parent between two looks.
 */
export class ProcessTree {
  private known: ProcessRow[] = [];
  /** Who was asked to end: a second SIGTERM makes many programs drop their clean-up. */
  private readonly asked = new Set<string>();
  private askedWhole = false;
  private rootEnded = false;

  private constructor(
    private readonly root: number,
    private readonly key: string,
    private readonly born: number,
  ) {}

  /** Made right after `root` was started at `startedAt` (epoch ms) as leader of its group, while its pid is certainly its own. */
  static of(root: number, key: string, startedAt: number): ProcessTree {
    return new ProcessTree(root, key, bornOf(root, startedAt));
  }

  /** Of a process that an earlier Belfry started; see `mark`. */
  static again(root: number, key: string, born: number): ProcessTree {
    return new ProcessTree(root, key, born);
  }

  /** What finds this tree again after a crash. */
  get mark(): ProcessMark {
    return { pid: this.root, born: this.born, key: this.key };
  }

  /** From here on the root's pid may be another's: no signal goes to its group as a whole. */
  noteRootEnded(): void {
    this.rootEnded = true;
  }

  /**
   * Asks all to end, each once. Resolves to those that were alive. The look comes before the signal: when a parent ends,
   * its children are no longer to be told from other people's.
   */
  async ask(): Promise<ProcessRow[]> {
    if (this.handsOver('SIGTERM')) return [];
    const members = await this.members();
    const whole = !this.askedWhole && this.signalGroup('SIGTERM');
    for (const row of members) {
      const name = `${row.pid} ${row.born}`;
      if (this.asked.has(name)) continue;
      this.asked.add(name);
      if (whole && row.group === this.root) continue;
      send(row.pid, 'SIGTERM');
      // What is stopped hears SIGTERM only when it goes on.
      send(row.pid, 'SIGCONT');
    }
    this.askedWhole ||= whole;
    return members;
  }

  /** Ends all by force. Resolves to those that were alive. */
  async force(): Promise<ProcessRow[]> {
    if (this.handsOver('SIGKILL')) return [];
    const members = await this.members();
    this.signalGroup('SIGKILL');
    for (const { pid } of members) send(pid, 'SIGKILL');
    return members;
  }

  /** Members alive now, the root among them while it runs. */
  async members(): Promise<ProcessRow[]> {
    // None can be older than the root, however alike its parent's or group's number.
    const table = (await readTable()).filter(({ born }) => born >= this.born);
    const found = new Map(table.filter((row) => this.knows(row)).map((row) => [row.pid, row]));
    // After the root's end its pid may lead another group and session.
    if (!this.rootEnded || !table.some(({ pid }) => pid === this.root)) {
      for (const row of table) {
        if ([row.pid, row.parent, row.group, row.session].includes(this.root)) found.set(row.pid, row);
      }
    }
    const rest = table.filter(({ pid }) => !found.has(pid));
    for (const row of await filterAsync(rest, async (row) => (await keyOf(row)) === this.key)) found.set(row.pid, row);
    addDescendants(table, found);
    this.known = [...found.values()];
    return this.known;
  }

  private knows(row: ProcessRow): boolean {
    return this.known.some(({ pid, born }) => pid === row.pid && born === row.born);
  }

  /** Windows ends a tree by itself, as long as its root is there. */
  private handsOver(signal: 'SIGTERM' | 'SIGKILL'): boolean {
    if (process.platform !== 'win32' || this.rootEnded) return false;
    const force = signal === 'SIGKILL' ? ['/F'] : [];
    execFile('taskkill', ['/PID', String(this.root), '/T', ...force], { windowsHide: true }, () => {});
    return true;
  }

  /** One signal for the whole group, so that nothing is started in between. False when the group may be another's. */
  private signalGroup(signal: 'SIGTERM' | 'SIGKILL'): boolean {
    if (this.rootEnded) return false;
    send(-this.root, signal);
    if (signal === 'SIGTERM') send(-this.root, 'SIGCONT');
    return true;
  }
}

/** Adds what members started, however far down. Windows keeps naming dead parents, so a child must be the younger one. */
export function addDescendants(table: ProcessRow[], found: Map<number, ProcessRow>): void {
  for (let grown = true; grown; ) {
    grown = false;
    for (const row of table) {
      const parent = found.get(row.parent);
      if (found.has(row.pid) || parent === undefined || parent.born > row.born) continue;
      found.set(row.pid, row);
      grown = true;
    }
  }
}

const keys = new WeakMap<ProcessRow, Promise<string | undefined>>();

/** The key of the run a process belongs to; remembered with the row, because ends that come together share one table. */
function keyOf(row: ProcessRow): Promise<string | undefined> {
  const key = keys.get(row) ?? environmentOf(row.pid).then((text) => KEYED.exec(text)?.[1]);
  keys.set(row, key);
  return key;
}

const KEYED = new RegExp(`(?:^|\0)${RUN_KEY}=([^\0]*)\0`);

async function filterAsync<T>(items: T[], holds: (item: T) => Promise<boolean>): Promise<T[]> {
  const kept = await Promise.all(items.map(holds));
  return items.filter((_, at) => kept[at]);
}

/** A process that has gone, or is another user's, is passed over. */
function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // ESRCH or EPERM: nothing more can be done to it.
  }
}
