import type { ExchangeFile, ExchangeFormat } from '#contract/exchange.ts';
import type { EnvironmentState } from '#contract/run.ts';
import type { FilesSpec } from '#contract/trigger.ts';

/** What the conditions of jobs ask about. */
export interface Surroundings {
  onMains(): boolean;
  online(): boolean;
  /** Whether the network costs by what goes over it; null = that is being asked now, see `onTold`. */
  metered(): boolean | null;
  /** Calls back whenever what was asked is known. */
  onTold(listener: () => void): void;
  /** Ms since somebody last touched the computer. */
  idleMs(): number;
}

/** The environment that the user's terminal has. */
export interface UserEnvironment {
  readonly state: EnvironmentState;
  /** Looks again; calls during a look share it. Never rejects. */
  refresh(): Promise<EnvironmentState>;
}

/** What another scheduler of this computer holds, as it writes it. */
export interface FoundSchedule {
  from: ExchangeFormat;
  place: string;
  name?: string;
  text: string;
}

/** The other schedulers of this computer, and whose they are. */
export interface Neighbours {
  home: string;
  user: string;
  /** The user's login shell. */
  shell: string;
  /** Looks for what they hold; bounded in size and time, and never rejects. */
  find(): Promise<FoundSchedule[]>;
  /** Lets the person choose a folder and writes files there; null = none chosen. @throws BelfryError `conflict`, `unavailable` */
  save(files: ExchangeFile[]): Promise<string | null>;
}

/** Watches files; `onChange` is called once a burst, `settleMs` after its last change. Returns what ends it. */
export type WatchFiles = (spec: FilesSpec, onChange: () => void) => () => void;
