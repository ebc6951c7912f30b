import { app } from 'electron';
import type { Settings } from '#contract/settings.ts';
import { localeOfTimes } from './locale.ts';
import { time } from './tray-words.ts';

/** How the system writes times, which need not be in the language that Belfry is shown in; BCP 47. */
export const systemLocale = (): string =>
  localeOfTimes(process.platform === 'linux' ? process.env : {}, [app.getSystemLocale(), app.getLocale()]);

/** A time of day as the person reads it, in the computer's zone. */
export const wallTime = (at: number, hourCycle: Settings['hourCycle']): string =>
  time(at, { locale: systemLocale(), hourCycle });
