import { refuse } from './findings.ts';

/** `P1DT2H30M` in seconds. @throws BelfryError for months and years, which have no length */
export function readDuration(text: string): number {
  const match = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(
    text.trim(),
  );
  if (!match) throw refuse(`${text.slice(0, 40)} is no length of time.`);
  const [years, months, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0)) as number[];
  if (years || months) throw refuse(`${text} has no fixed length.`);
  return (days ?? 0) * 86_400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + Math.floor(seconds ?? 0);
}

export function writeDuration(seconds: number): string {
  const [days, hours, minutes, rest] = [86_400, 3600, 60, 1].map((size, at) =>
    Math.floor((at === 0 ? seconds : seconds % ([0, 86_400, 3600, 60][at] as number)) / size),
  );
  const time = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${rest ? `${rest}S` : ''}`;
  return `P${days ? `${days}D` : ''}${time ? `T${time}` : days ? '' : 'T0S'}`;
}
