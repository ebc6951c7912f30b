// The samples that Belfry starts with. A job of kind "function" names a module in this folder and one of its exports;
// the job's arguments are passed in order. What a function prints or returns becomes the output of the run, and what it
// throws makes the run a failed one.

export function printHello(name = 'Belfry') {
  console.log(`Hello from ${name}`);
}

/** The local time, as ISO 8601 writes it: 2026-03-29T02:05:39+02:00 */
export function printTime() {
  const now = new Date();
  const east = -now.getTimezoneOffset();
  const offset = [Math.trunc(Math.abs(east) / 60), Math.abs(east) % 60].map((part) => String(part).padStart(2, '0')).join(':');
  const local = new Date(now.getTime() + east * 60_000).toISOString().slice(0, 19);
  console.log(`${local}${east < 0 ? '-' : '+'}${offset}`);
}
