/**
 * The first locale (BCP 47) that times can be written in: that of the environment's LC_TIME, as POSIX ranks its variables, else
 * one of `others`. A system without any ("C", or none at all) gets English.
 */
export function localeOfTimes(environment: NodeJS.ProcessEnv, others: readonly string[]): string {
  const posix = environment.LC_ALL || environment.LC_TIME || environment.LANG || '';
  const own = posix.replace(/[.@].*$/, '').replaceAll('_', '-');
  return [own, ...others].find(isKnown) ?? 'en';
}

function isKnown(locale: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale).length > 0;
  } catch {
    return false;
  }
}
