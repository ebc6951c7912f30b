import type { Command } from 'commander';
import type { Check } from '#contract/diagnosis.ts';
import { addCommand } from './session.ts';

const MARKS: Record<Check['state'], string> = { ok: 'ok', warning: 'look', failed: 'FAILED', unknown: '?' };

/** `doctor`: what could keep Belfry from its work. Ends with 1 when something has failed. */
export function addDoctorCommand(program: Command): void {
  addCommand(program, 'doctor', 'what could keep Belfry from its work, and what to do about it', async (session) => {
    const { checks, report } = await (await session.client()).request('app.diagnose');
    session.print({ checks, report }, () => checks.map(line).join('\n'));
    return checks.some(({ state }) => state === 'failed') ? 1 : undefined;
  });
}

function line({ name, state, found, advice }: Check): string {
  const width = 20;
  const head = `${MARKS[state].padEnd(8)}${name.padEnd(width)}${found}`;
  return advice === null ? head : `${head}\n${' '.repeat(8 + width)}${advice}`;
}
