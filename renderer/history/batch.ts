/** Pages that are hidden paint no frames, yet what they heard must not pile up. */
const HIDDEN_MS = 250;

/** Gathers calls and hands them over together, once a frame. */
export function perFrame<T>(flush: (items: T[]) => void): (item: T) => void {
  let waiting: T[] = [];
  const run = () => {
    const items = waiting;
    waiting = [];
    flush(items);
  };
  return (item) => {
    if (waiting.push(item) > 1) return;
    if (document.hidden) setTimeout(run, HIDDEN_MS);
    else requestAnimationFrame(run);
  };
}
