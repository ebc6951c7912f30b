import type { Command } from 'commander';
import type { Attention, ClockJumped } from '#contract/attention.ts';
import type { StoreStatus } from '#contract/ledger.ts';
import type { SchedulerStatus } from '#contract/status.ts';
import { addCommand } from './session.ts';
import { attentionShape, statusShape, storeShape } from './shapes.ts';
import { sizeText } from './sizes.ts';
import { facts } from './table.ts';
import { length, localTime, until } from './times.ts';

const STATES: Record<SchedulerStatus['state'], string> = {
  off: 'off: nothing rings',
  paused: 'paused',
  running: 'running',
  idle: 'waiting for the next ring',
};

/** `status`: the scheduler in one look. */
export function addStatusCommand(program: Command): void {
  addCommand(program, 'status', 'the scheduler in one look', async (session) => {
    const client = await session.client();
    const status = await client.request('scheduler.status');
    const store = await client.request('store.status');
    const attention = await client.request('attention.list');
    const shape = { ...statusShape(status), store: storeShape(store), attention: attention.map(attentionShape) };
    session.print(shape, () =>
      [statusText(status), storeText(store), ...attention.map((item) => `Look at  ${attentionText(item)}`)].join('\n'),
    );
    return undefined;
  });
}

/** What the history takes, and what was last removed from it. */
function storeText({ bytes, runs, removed }: StoreStatus): string {
  const count = (n: number, name: string) => `${n.toLocaleString('en')} ${name}${n === 1 ? '' : 's'}`;
  return facts([
    ['History', `${count(runs, 'run')}, ${sizeText(bytes)}`],
    [
      'Removed',
      removed && `${count(removed.runs, 'old run')}, ${sizeText(removed.bytes)} of output, ${localTime(removed.at)}`,
    ],
  ]);
}

export function statusText(status: SchedulerStatus): string {
  const { pause, next, problem, environmentProblem } = status;
  return facts([
    ['State', `${STATES[status.state]}${pause ? ` ${until(pause.until)}, ${status.held} held back` : ''}`],
    ['Problem', problem],
    ['Environment', environmentProblem],
    ['Next', pause ? null : next ? `${localTime(next.at)}  ${next.job}` : 'nothing'],
    ['Jobs', `${status.jobs}, ${status.armed} armed`],
    ['Runs', `${status.running} running, ${status.queued} queued`],
    ['Zone', status.zone],
    ['Data', status.dataFolder],
    ['Version', status.version],
  ]);
}

/** One thing that needs someone, in one line. */
export function attentionText(item: Attention): string {
  switch (item.kind) {
    case 'clock-jump':
      return jumpText(item);
    case 'failing':
      return `${item.job}: failed${item.inRow > 1 ? ` ${item.inRow} times in a row` : ''}, ${localTime(item.at)}, run ${item.run.id}`;
    case 'missed':
      return `${item.job}: missed ${localTime(item.at)}, not made up for`;
    case 'late':
      return `${item.job}: due ${localTime(item.run.dueAt)}, ran ${localTime(item.at)}`;
    case 'overdue':
      return `${item.job}: due ${localTime(item.at)}, not begun`;
    case 'clock-change':
      return `${item.job}: ${localTime(item.at)} ${CLASH[item.note]}`;
  }
}

/** "The clock: set forward 1 h, from … to …; 2 bells made up for, 1 let go". */
function jumpText({ at, from, madeUp, letGo }: ClockJumped): string {
  const bells = [madeUp > 0 && `${madeUp} made up for`, letGo > 0 && `${letGo} let go`].filter(Boolean).join(', ');
  const way = at > from ? 'forward' : 'back';
  const set = `set ${way} ${length(Math.abs(at - from))}, from ${localTime(from)} to ${localTime(at)}`;
  return `The clock: ${set}${bells && `; bells passed over: ${bells}`}`;
}

const CLASH = {
  'moved-after-gap': 'is due in an hour that clocks skip',
  'first-of-two': 'comes twice, clocks go back',
  'second-of-two': 'comes twice, clocks go back',
};
