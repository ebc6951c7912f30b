const EVERY_MS = process.stdout.isTTY ? 500 : 10_000;

/** @param {string} line */
export const say = (line) => console.log(line);

/** @param {number} bytes */
export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

/** @param {number} since epoch ms */
export const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/**
 * Tells how far a long piece of work is, until it settles.
 * @template T
 * @param {string} label
 * @param {Promise<T>} work
 * @param {() => string | Promise<string>} [measure] how far it is, in words
 * @returns {Promise<T>}
 */
export async function withProgress(label, work, measure = () => '') {
  const since = Date.now();
  const tell = async () => {
    const far = await measure();
    const line = `${label}${far && `: ${far}`} (${seconds(since)})`;
    if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${line}`);
    else say(line);
  };
  const timer = setInterval(() => void tell().catch(() => {}), EVERY_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
  }
}
