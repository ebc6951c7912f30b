/** The last instant a four-digit ISO year can name; stands for "until I resume" in a pause. Epoch ms. */
export const FOREVER = 253_402_300_799_999;

/** Jobs that ring at least this often (ms) are drawn as a band. */
export const FREQUENT_MS = 20 * 60_000;
