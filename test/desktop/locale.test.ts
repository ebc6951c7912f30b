import { expect, it } from 'vitest';
import { localeOfTimes } from '#desktop/locale.ts';

it.each([
  [{ LANG: 'de_DE.UTF-8' }, ['en-US'], 'de-DE'],
  [{ LANG: 'en_US.UTF-8', LC_TIME: 'en_GB.UTF-8' }, ['en-US'], 'en-GB'],
  [{ LANG: 'de_DE', LC_TIME: 'fr_FR@euro', LC_ALL: 'it_IT.UTF-8' }, ['en-US'], 'it-IT'],
  [{ LANG: 'C.UTF-8' }, ['c', 'en-US'], 'en-US'],
  [{ LANG: 'POSIX' }, ['', 'sv-SE'], 'sv-SE'],
  [{}, ['fr-CA'], 'fr-CA'],
  [{ LC_ALL: 'C' }, ['not a locale'], 'en'],
])('times are written as %j and %j say', (environment, others, locale) => {
  expect(localeOfTimes(environment, others)).toBe(locale);
});
