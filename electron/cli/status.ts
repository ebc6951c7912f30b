import type { Command } from 'commander';
import type { SchedulerStatus, StoreStatus } from '#contract/api.ts';
import { addCommand } from './session.ts';
import { statusShape, storeShape } from './shapes.ts';
import { sizeText } from './sizes.ts';
import { facts } from './table.ts';
import { localTime, until } from './times.ts';

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
    session.print({ ...statusShape(status), store: storeShape(store) }, () =>
      [statusText(status), storeText(store)].join('\n'),
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
  const { pause, next, problem } = status;
  return facts([
    ['State', `${STATES[status.state]}${pause ? ` ${until(pause.until)}, ${status.held} held back` : ''}`],
    ['Problem', problem],
    ['Next', pause ? null : next ? `${localTime(next.at)}  ${next.job}` : 'nothing'],
    ['Jobs', `${status.jobs}, ${status.armed} armed`],
    ['Runs', `${status.running} running, ${status.queued} queued`],
    ['Zone', status.zone],
    ['Data', status.dataFolder],
    ['Version', status.version],
  ]);
}
