import type { ExchangeNote } from '#contract/exchange.ts';
import { type JobDraft, type JobDraftInput, jobDraft } from '#contract/job.ts';
import { isTimed, type TriggerSpec } from '#contract/trigger.ts';
import { sequenceOf } from '#core/occurrences.ts';
import type { ExchangeContext } from '#exchange/findings.ts';

export const NOW = Date.parse('2026-01-15T10:20:30Z');

/** A computer in a zone; jobs without one ring in it. */
export const inZone = (zone: string, given: Partial<ExchangeContext> = {}): ExchangeContext => ({
  ...{ now: NOW, zone, here: zone, home: '/home/ana', user: 'ana', shell: '/bin/bash' },
  ...given,
});

export const draft = (triggers: TriggerSpec[], given: Partial<JobDraftInput> = {}): JobDraft =>
  jobDraft.parse({
    name: 'Nightly backup',
    action: { kind: 'command', run: { by: 'shell', line: 'tar cf x y' } },
    triggers,
    ...given,
  });

export const cron = (expression: string): TriggerSpec => ({ kind: 'cron', expression });

/** Every instant of a job's clock triggers in [from, to), epoch ms, each once. */
export function instants({ triggers, zone, policy }: JobDraft, from: number, to: number, own: string): number[] {
  const found = new Set<number>();
  for (const spec of triggers.filter(isTimed)) {
    const sequence = sequenceOf(spec, zone ?? own, policy);
    for (let at = sequence.next(from - 1); at !== null && at < to; at = sequence.next(at)) found.add(at);
  }
  return [...found].sort((a, b) => a - b);
}

export const kinds = (notes: ExchangeNote[], kind: ExchangeNote['kind']): string[] =>
  notes.filter((note) => note.kind === kind).map(({ where, text }) => `${where}: ${text}`);
