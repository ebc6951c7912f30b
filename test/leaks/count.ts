import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a run could leave behind, as the system lists it. */
export interface Left {
  /** Processes that carry the key of a run in their environment, or are children of this one; zombies too. */
  processes: string[];
  /** Open descriptors of this process, by what they lead to. */
  descriptors: number;
  /** Names in the folder for temporary files and in those given. */
  files: string[];
}

/** Counts what there is now. Linux only: elsewhere processes and descriptors count as none. */
export function countLeft(folders: string[]): Left {
  return {
    processes: existsSync('/proc') ? processes() : [],
    descriptors: existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0,
    files: [tmpdir(), ...folders].flatMap((folder) => entriesOf(folder).map((name) => join(folder, name))),
  };
}

function entriesOf(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/** Of this process's own runs: other tests may run beside it. */
function processes(): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    const stat = read(`/proc/${pid}/stat`);
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    const isOurs =
      parent === String(process.pid) || read(`/proc/${pid}/environ`).includes(`LEAK_TEST=${process.pid}\0`);
    return isOurs ? [`${pid} ${read(`/proc/${pid}/comm`).trim()}`] : [];
  });
}

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
