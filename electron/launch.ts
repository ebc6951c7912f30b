import { homedir } from 'node:os';
import { launchArguments } from '#desktop/instance.ts';
import { openLog } from '#desktop/log.ts';
import { dataFolder } from '#doors/address.ts';

export const { env: environment, platform } = process;
export const launch = launchArguments(process.argv.slice(1));
/** Holds everything that is kept; one Belfry works on it. */
export const data = dataFolder({ argument: launch.data, environment, platform, home: homedir() });

let known = (said: string) => said;
/** Hides secrets, once they are known. */
export const mask = (said: string): string => known(said);
export function maskWith(masker: (said: string) => string): void {
  known = masker;
}

/** Masked, as it outlives what is said. */
export const log = openLog(data, { mask });
export const { report } = log;
