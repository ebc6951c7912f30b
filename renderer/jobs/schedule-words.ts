/** "Every day at 06:45" as "Daily at 06:45", "Every Friday at 15:00" as "Fridays at 15:00"; other words stay. */
const short = (words: string): string =>
  words
    .replace(/^Every day at (?=[\d:, and]+$)/, 'Daily at ')
    .replace(/^Every (\w+day) at (?=[\d:, and]+$)/, (_, day: string) =>
      day === 'weekday' ? 'Weekdays at ' : `${day}s at `,
    )
    .replace(/(?<=\d),? and (?=\d)/g, ', ');

/** A job's schedules in the room of a list: one after the other, and what begins the same said once. */
export function briefSchedule(schedule: readonly string[]): string {
  const lines = schedule.map(short);
  const [first] = lines.map((line) => /^.+ at /.exec(line)?.[0]);
  const alike = first !== undefined && lines.every((line) => line.startsWith(first));
  return alike ? first + lines.map((line) => line.slice(first.length)).join(', ') : lines.join(', ');
}
