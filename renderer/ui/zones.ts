const KNOWN = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** All zones as a list offers them: `none` first, and the one that is set even where it is not among them. */
export function zoneOptions(none: string, set: string | null): (readonly [value: string, label: string])[] {
  const zones = set && !KNOWN.includes(set) ? [set, ...KNOWN] : KNOWN;
  return [['', none], ...zones.map((zone) => [zone, zone] as const)];
}
