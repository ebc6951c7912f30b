import type { Command } from 'commander';
import type { ClockNote, ScheduleReading } from '#contract/schedule.ts';
import { UsageError } from './failure.ts';
import { answerLines } from './next-stdin.ts';
import { read } from './reading.ts';
import { addCommand } from './session.ts';
import { specShape } from './shapes.ts';
import { plain } from './table.ts';
import { iso, localTime, needInstant, offset, systemZone } from './times.ts';

interface NextOptions {
  tz?: string;
  from?: string;
  count?: number;
  stdin?: boolean;
}

/** `next` and `explain`: the answers that need no running application. */
export function addScheduleCommands(program: Command): void {
  addCommand<[string | undefined, NextOptions]>(
    program,
    'next [schedule]',
    'when a schedule, as cron or in words, is due next',
    async (session, schedule, options) => {
      if (options.stdin) {
        if (schedule !== undefined) throw new UsageError('Give a schedule or --stdin, not both.', 'schedule');
        return answerLines(process.stdin, process.stdout);
      }
      if (schedule === undefined) throw new UsageError('Give a schedule, such as "every weekday at 9:30".', 'schedule');
      const zone = options.tz ?? systemZone();
      const from = options.from === undefined ? null : needInstant(options.from, 'from', zone);
      const reading = read({ schedule, zone: options.tz, from, count: options.count });
      session.print(nextShape(schedule, reading), () => nextText(reading));
      return undefined;
    },
  )
    .option('--tz <zone>', 'the time zone to read it in; otherwise this computer’s')
    .option('--from <iso>', 'only what comes after this instant; otherwise after now')
    .option('--count <n>', 'how many', readCount)
    .option(
      '--stdin',
      'answer each line of standard input, a JSON object {"schedule","tz","from","count"}, with a line',
    );

  addCommand<[string, { tz?: string }]>(
    program,
    'explain <schedule>',
    'what a schedule means, in words',
    async (session, schedule, { tz }) => {
      const { words, zone, spec } = read({ schedule, zone: tz, count: 0 });
      session.print({ schedule, zone, words, spec: specShape(spec) }, () => plain(words));
      return undefined;
    },
  ).option('--tz <zone>', 'the time zone to read it in; otherwise this computer’s');
}

function nextShape(schedule: string, { zone, words, next }: ScheduleReading) {
  const notes = next.filter(({ note }) => note !== null).map(({ at, note }) => ({ at: iso(at), note }));
  return { schedule, zone, words, next: next.map(({ at }) => iso(at)), notes };
}

const NOTES: Record<ClockNote, string> = {
  'moved-after-gap': 'moved: clocks go forward over its time',
  'first-of-two': 'the first of two: clocks go back',
  'second-of-two': 'the second of two: clocks go back',
};

function nextText({ zone, words, next }: ScheduleReading): string {
  if (next.length === 0) return `${plain(words)}: never again.`;
  return next
    .map(({ at, note }) => `${localTime(at, zone)} ${offset(at, zone)} ${zone}${note ? `  (${NOTES[note]})` : ''}`)
    .join('\n');
}

function readCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count > 1000) throw new UsageError('Give --count a whole number up to 1000.', 'count');
  return count;
}
