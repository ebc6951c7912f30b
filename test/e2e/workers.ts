import { hasDisplay } from '../../electron/dev/system.mjs';

/**
 * How many files of tests run at a time. Many wait most of their time, so that two fill two cores; on the display of the
 * machine itself, where windows would take the focus from each other, it is one.
 */
export const WORKERS = hasDisplay() ? 1 : 2;
