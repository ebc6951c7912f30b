/** How many blocks wait to be used again. */
const IDLE = 32;

/**
 * Memory for copies of what was read, used again and again. Views would hold on to the buffers that Node reads into:
 * these would grow old in a flood, and tens of megabytes of dead ones would wait for a collection.
 */
export class Blocks {
  private readonly idle: Uint8Array[] = [];

  constructor(private readonly blockBytes: number) {}

  /** Puts bytes behind the first `used` of a block, or of a larger one where they do not fit; at most `blockBytes` in all. */
  append(block: Uint8Array | null, used: number, bytes: Uint8Array): Uint8Array {
    const needed = used + bytes.length;
    if (block && block.length >= needed) {
      block.set(bytes, used);
      return block;
    }
    // What a job says now and then takes no more than it needs.
    const larger =
      needed < this.blockBytes / 8 ? new Uint8Array(needed) : (this.idle.pop() ?? new Uint8Array(this.blockBytes));
    if (block) larger.set(block.subarray(0, used));
    larger.set(bytes, used);
    return larger;
  }

  /** Nobody looks at it any more. */
  giveBack(block: Uint8Array): void {
    if (block.length === this.blockBytes && this.idle.length < IDLE) this.idle.push(block);
  }
}
