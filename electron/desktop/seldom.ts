/** Reads at most once in `ms`; in between it says what it read. */
export function atMostEach<T>(ms: number, read: () => T, now: () => number = () => performance.now()): () => T {
  let last: { value: T; at: number } | null = null;
  return () => {
    if (!last || now() - last.at >= ms) last = { value: read(), at: now() };
    return last.value;
  };
}
