/** A binary min-heap over a number key; `push` and `pop` are O(log n). */
export class Heap<T> {
  private readonly keys: number[] = [];
  private readonly items: T[] = [];

  get size(): number {
    return this.items.length;
  }

  /** The smallest key, or null when empty. */
  peekKey(): number | null {
    return this.keys[0] ?? null;
  }

  peek(): T | undefined {
    return this.items[0];
  }

  push(key: number, item: T): void {
    let at = this.items.length;
    this.keys.push(key);
    this.items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((this.keys[parent] as number) <= key) break;
      this.swap(at, parent);
      at = parent;
    }
  }

  pop(): T | undefined {
    const top = this.items[0];
    const key = this.keys.pop();
    const item = this.items.pop();
    if (this.items.length > 0 && key !== undefined) {
      this.keys[0] = key;
      this.items[0] = item as T;
      this.sink();
    }
    return top;
  }

  clear(): void {
    this.keys.length = 0;
    this.items.length = 0;
  }

  private sink(): void {
    const size = this.items.length;
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      if (left >= size) return;
      const right = left + 1;
      const child = right < size && (this.keys[right] as number) < (this.keys[left] as number) ? right : left;
      if ((this.keys[at] as number) <= (this.keys[child] as number)) return;
      this.swap(at, child);
      at = child;
    }
  }

  private swap(a: number, b: number): void {
    [this.keys[a], this.keys[b]] = [this.keys[b] as number, this.keys[a] as number];
    [this.items[a], this.items[b]] = [this.items[b] as T, this.items[a] as T];
  }
}
