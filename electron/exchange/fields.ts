/** Sorted numbers as a cron field: `*`, `*` + `/15`, `1-5,9`. Without `star` a step is written with its range. */
export function fieldText(values: readonly number[], min: number, max: number, star = true): string {
  const step = stepOf(values);
  const first = values[0] as number;
  if (values.length === max - min + 1) return star ? '*' : `${min}-${max}`;
  // Of two only halves of an hour or a day: 0 and 6 of a week are no rhythm.
  const even = values.length > 2 || (min === 0 && step * 2 === max + 1);
  if (step > 1 && even && first === min && (values.at(-1) as number) + step > max)
    return `${star ? '*' : `${min}-${max}`}/${step}`;
  if (step > 1 && values.length > 2) return `${first}-${values.at(-1)}/${step}`;
  return runs(values)
    .map(([from, to]) => (from === to ? String(from) : `${from}-${to}`))
    .join(',');
}

/** The distance of neighbours where it is always the same, else 0; of one alone 0. */
export function stepOf(values: readonly number[]): number {
  const step = (values[1] ?? Number.NaN) - (values[0] as number);
  return values.length > 1 && values.every((value, at) => at === 0 || value - (values[at - 1] as number) === step)
    ? step
    : 0;
}

/** Neighbours as stretches; two alone stay apart. */
export function runs(values: readonly number[]): [from: number, to: number][] {
  const found: [number, number][] = [];
  for (const value of values) {
    const last = found.at(-1);
    if (last && value === last[1] + 1) last[1] = value;
    else found.push([value, value]);
  }
  return found.flatMap(([from, to]): [number, number][] =>
    to === from + 1
      ? [
          [from, from],
          [to, to],
        ]
      : [[from, to]],
  );
}

/** The numbers of a bit mask, sorted. */
export function bitsOf(mask: number): number[] {
  return Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => mask & (1 << bit));
}

export const span = (from: number, to: number, step = 1): number[] =>
  Array.from({ length: Math.max(0, Math.floor((to - from) / step) + 1) }, (_, at) => from + at * step);

export const unique = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b);

/** A job has at most so many triggers. */
const TRIGGER_LIMIT = 50;

/** Times of day in seconds as `second minute hour` fields: as few cron expressions as needed for exactly those. */
export function timeFields(times: readonly number[]): { seconds: number[]; minutes: number[]; hours: number[] }[] {
  const byHour = new Map<number, number[]>();
  for (const time of unique(times)) {
    const hour = Math.floor(time / 3600);
    byHour.set(hour, [...(byHour.get(hour) ?? []), time % 3600]);
  }
  const groups = new Map<string, { within: number[]; hours: number[] }>();
  for (const [hour, within] of byHour) {
    const group = groups.get(within.join()) ?? { within, hours: [] };
    group.hours.push(hour);
    groups.set(within.join(), group);
  }
  const fields = [...groups.values()].flatMap(({ within, hours }) => {
    const seconds = unique(within.map((time) => time % 60));
    return seconds.map((second) => ({
      seconds: [second],
      minutes: unique(within.filter((time) => time % 60 === second).map((time) => Math.floor(time / 60))),
      hours: unique(hours),
    }));
  });
  return fields.length > TRIGGER_LIMIT ? [] : fields;
}
