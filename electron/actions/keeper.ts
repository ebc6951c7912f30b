import type { ProcessKeeper, ProcessMark } from '#core/ports.ts';
import { readTable } from './process-table.ts';
import { ProcessTree } from './process-tree.ts';

/** From the polite signal to force, as for every run. */
const GRACE_MS = 10_000;
const LOOK_MS = 100;

/** Finds and ends processes that outlived the Belfry that started them. */
export const processKeeper: ProcessKeeper = {
  isAlive: async (mark) => (await treeOf(mark)) !== null,
  end: async (mark) => {
    const tree = await treeOf(mark);
    if (!tree) return;
    for (let waited = 0; waited < GRACE_MS; waited += LOOK_MS) {
      if ((await tree.ask()).length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    await tree.force();
  },
};

/** The tree under a process, if that very process, or anything carrying its key, still lives. */
async function treeOf({ pid, born, key }: ProcessMark): Promise<ProcessTree | null> {
  const tree = ProcessTree.again(pid, key, born);
  const isRoot = (await readTable()).some((row) => row.pid === pid && Math.abs(row.born - born) < 1000);
  if (!isRoot) tree.noteRootEnded();
  return (await tree.members()).length > 0 ? tree : null;
}
