/** The last instant a four-digit ISO year can name; stands for "until I resume" in a pause. Epoch ms. */
export const FOREVER = 253_402_300_799_999;

/** A run that begins this much (ms) after its time, or more, is late, unless the settings say otherwise. */
export const LATE_AFTER_MS = 60_000;

/** A clock that was set by less (ms) is no one's concern. */
export const LEAST_JUMP_MS = 10_000;

/** Jobs that ring at least this often (ms) are drawn as a band. */
export const FREQUENT_MS = 20 * 60_000;
