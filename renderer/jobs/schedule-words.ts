import { words } from './text.ts';

const TIMES = '[\\d:, and]+$';
const DAILY = new RegExp(`^Every day at (?=${TIMES})`);
/** An interval told in little room is told without what it is counted from. */
const STARTING = /, starting \d{4}-\d\d-\d\d[\d: ]*$/;
const ON_A_DAY = new RegExp(`^Every (\\w+day) at (?=${TIMES})`);

/** "Every 45 minutes, starting 2026-10-23 14:43" as "Every 45 minutes"; other words stay. */
export const withoutStart = (said: string): string => said.replace(STARTING, '');

/** "Every day at 06:45" as "Daily at 06:45", "Every Friday at 15:00" as "Fridays at 15:00"; other words stay. */
const short = (said: string): string =>
  withoutStart(said)
    .replace(DAILY, `${words.daily} `)
    .replace(ON_A_DAY, (_, day: string) => `${words.onDays(day)} `)
    .replace(/(?<=\d),? and (?=\d)/g, ', ');

/** A job's schedules in the room of a list: one after the other, and what begins the same said once. */
export function briefSchedule(schedule: readonly string[]): string {
  const lines = schedule.map(short);
  const [first] = lines.map((line) => /^.+ at (?=\d)/.exec(line)?.[0]);
  const alike = first !== undefined && lines.every((line) => line.startsWith(first));
  return alike ? first + lines.map((line) => line.slice(first.length)).join(', ') : lines.join(', ');
}
