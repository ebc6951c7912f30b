const HOURS = 24;
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** How often something happens in each hour of a week: Monday first, hours 0 to 23. */
export type Heat = readonly (readonly number[])[];

/** Counts instants (epoch ms) by weekday and hour of a zone. */
export function heatOf(instants: readonly number[], zone: string): Heat {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, weekday: 'short', hour: 'numeric', hourCycle: 'h23' },
  });
  const heat = DAYS.map(() => Array<number>(HOURS).fill(0));
  for (const at of instants) {
    const parts = format.formatToParts(at);
    const day = heat[DAYS.indexOf(parts.find(({ type }) => type === 'weekday')?.value ?? '')];
    const hour = Number(parts.find(({ type }) => type === 'hour')?.value);
    if (day) day[hour] = (day[hour] ?? 0) + 1;
  }
  return heat;
}

/** Steps of shade, 0 = nothing. */
const SHADES = 4;

/** The shade of a count against the largest one, 0 to 4; 0 only for none. */
export function shade(count: number, most: number): number {
  return count === 0 ? 0 : Math.max(1, Math.ceil((count / Math.max(1, most)) * SHADES));
}
