import type { Command } from 'commander';
import type { SchedulerStatus } from '#contract/api.ts';
import { addCommand } from './session.ts';
import { statusShape } from './shapes.ts';
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
    const status = await (await session.client()).request('scheduler.status');
    session.print(statusShape(status), () => statusText(status));
    return undefined;
  });
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
