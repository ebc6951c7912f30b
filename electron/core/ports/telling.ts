import type { ClockJump } from '#contract/band.ts';
import type { MailAccount, MailReceipt } from '#contract/mail.ts';
import type { NoticeKind } from '#contract/notification.ts';
import type { OutputChunk, Run, TestEnd } from '#contract/run.ts';

/** A mail to be sent. */
export interface Mail {
  to: string[];
  cc?: string[];
  bcc?: string[];
  subject: string;
  text: string;
  /** Absolute paths of files. */
  attachments?: string[];
}

/**
 * Hands a mail to the account's server. Rejects with a BelfryError (`unavailable`, one sentence) when the server takes
 * it for nobody; recipients it refused one by one are in the receipt. `signal` ends the conversation at once.
 */
export type SendMail = (account: MailAccount, mail: Mail, signal?: AbortSignal) => Promise<MailReceipt>;

/** Where core announces what happened; must be quick and never throw. */
export interface Announcer {
  runs(rows: Run[]): void;
  jobs(ids: Iterable<number>): void;
  scheduler(): void;
  /** The clock was set, and it is written down. */
  clock(jump: ClockJump): void;
  output(runId: number, chunks: OutputChunk[]): void;
  testOutput(id: number, chunks: OutputChunk[]): void;
  testEnd(id: number, end: TestEnd): void;
}

/** Something a person is told about a run. */
export interface Notice {
  kind: NoticeKind;
  job: { id: number; name: string; tags: string[] };
  /** The run it is about; of several, the latest. */
  run: Run;
  /** How many such events it stands for, and the first of them (epoch ms). */
  count: number;
  since: number;
  /** "Renew certificates failed", and its cause in a sentence. */
  title: string;
  body: string;
  /** The last lines of the output; '' where there are none. */
  tail: string;
}

/** A notice as the desktop shows it: of one run, or of several that came together. */
export interface DeskNotice {
  /** It takes the place of the one before that has the same key. */
  key: string;
  title: string;
  body: string;
  /** Where in the window a click leads. */
  path: string;
  /** The run that it offers to run again, where a desktop has buttons; null = none. */
  again: number | null;
  silent: boolean;
}

export type PingState = 'start' | 'success' | 'fail';

/** The ways of telling. Promises reject with a sentence when it did not get there. */
export interface Notifier {
  /** Throws where the desktop shows none. */
  desktop(notice: DeskNotice): void;
  email(to: string, notice: Notice): Promise<void>;
  webhook(url: string, notice: Notice): Promise<void>;
  /** `text` goes along as the body. */
  ping(url: string, state: PingState, text: string): Promise<void>;
}

/** A bell to come. */
export interface Upcoming {
  jobId: number;
  job: string;
  /** Epoch ms. */
  at: number;
}
