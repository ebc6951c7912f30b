import type { OutputChunk, OutputStream } from '#contract/run.ts';

export interface OutputStore {
  /** A bounded writer for one attempt; `onChunks` receives what was appended, in batches (at most about 10 a second). */
  open(runId: number, attempt: number, capBytes: number, onChunks: (chunks: OutputChunk[]) => void): OutputWriter;
  /** Without an attempt, the latest that printed. `range.limitBytes` absent = no limit. */
  read(runId: number, attempt: number | undefined, afterSeq: number, range?: OutputRange): Promise<OutputPart>;
}

export interface OutputRange {
  /** Exclusive. */
  beforeSeq?: number | undefined;
  from?: 'start' | 'end';
  limitBytes?: number | undefined;
}

export interface OutputPart {
  chunks: OutputChunk[];
  /** Bytes of the run that its cap left out. */
  dropped: number;
  /** Whether the range goes on beyond these chunks. */
  more: boolean;
}

export interface OutputWriter {
  /** Synchronous and bounded: keeps the first and last halves of the cap. `at` is ms since the attempt began. */
  write(stream: OutputStream, bytes: Uint8Array, at: number): void;
  /** Non-null while the store cannot follow: resolves when it takes more. */
  backlog(): Promise<void> | null;
  /** Flushes; resolves to the totals of the run so far. */
  close(): Promise<{ bytes: number; dropped: number }>;
}
