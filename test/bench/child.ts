import { contestants } from './contestants.ts';

/** One measurement in a process of its own: `child NAME COUNT ring|arm`; prints one line of JSON. */
const [name = '', countText = '', mode = ''] = process.argv.slice(2);
const contestant = contestants[name];
if (!contestant) throw new Error(`There is no contestant ${name}.`);
const count = Number(countText);

const memory = () => {
  globalThis.gc?.();
  return process.memoryUsage().rss;
};

if (mode === 'arm') {
  const before = memory();
  const since = performance.now();
  await contestant(count, '0 0 1 1 *', () => {});
  const armMs = performance.now() - since;
  console.log(JSON.stringify({ armMs, bytesPerJob: Math.max(0, memory() - before) / count }));
  process.exit(0);
}

// Far enough ahead that the slowest has armed all of its jobs.
const due = Math.ceil((Date.now() + 4_000 + count * 4) / 1000) * 1000;
const at = new Date(due);
const late: number[] = [];
const report = () => {
  late.sort((a, b) => a - b);
  const share = (part: number) => late[Math.min(late.length - 1, Math.floor(late.length * part))] ?? null;
  console.log(JSON.stringify({ rang: late.length, p50: share(0.5), p99: share(0.99), max: share(1) }));
  process.exit(0);
};
await contestant(count, `${at.getUTCSeconds()} ${at.getUTCMinutes()} ${at.getUTCHours()} * * *`, () => {
  late.push(Date.now() - due);
  if (late.length === count) report();
});
setTimeout(report, due - Date.now() + 15_000);
