import type { OutputStream } from '#contract/run.ts';
import type { Secret, SecretList } from '#contract/secret.ts';

/** What keeps secrets from other eyes: the system's key store. Synchronous, as the system's own interface is. */
export interface KeyStore {
  /**
   * Whether it would first ask a person for a password, and everything in this process wait for the answer; null = that
   * cannot be told. To be called before anything else of it; once it is false, it stays so.
   */
  isLocked(): Promise<boolean | null>;
  /** Asks for the password where this process need not wait. Resolves when it was given, refused or not given in time. */
  unlock(): Promise<void>;
  /** Whether what it seals is safe from other programs that cannot ask it. */
  readonly isSafe: boolean;
  /** Its name, for people who look for it. */
  readonly backend: string;
  seal(text: string): Uint8Array;
  /** Throws when it did not seal this, or cannot open it any more. */
  open(sealed: Uint8Array): string;
}

/** A secret without its value. */
export type SecretFacts = Omit<Secret, 'usedBy'>;

/** Where secrets are kept: neither in the ledger nor in anything that leaves the application. */
export interface SecretKeeper {
  /** @throws BelfryError `not-found` or `unavailable`, a sentence that names the secret */
  value(name: string): string;
  /** All values that can be read; the same array until one changes. */
  readonly values: readonly string[];
  list(): Promise<Omit<SecretList, 'secrets'> & { secrets: SecretFacts[] }>;
  /** Has a person asked to unlock the key store, where it is locked. @throws BelfryError `unavailable` when it stays so */
  unlock(): Promise<void>;
  /**
   * Unlocks the key store before.
   * @throws BelfryError `refused` (field `allowWeak`) where there is no key store and nobody agreed to do without,
   * `unavailable` when it stays locked
   */
  set(name: string, value: string, allowWeak: boolean, now: number): Promise<void>;
  /** @throws BelfryError `not-found` */
  remove(name: string): Promise<void>;
}

/** Puts secrets into what is about to be used, and takes them out of what comes back. */
export interface Secrets {
  /**
   * Puts the values in the place of `${secret:NAME}`.
   * @throws BelfryError `not-found` or `unavailable`, a sentence that names the secret
   */
  resolve(text: string): string;
  /** Puts dots in the place of every secret, also where it is encoded as Base64, JSON or in a URL. */
  mask(text: string): string;
  /** The same for the output of one attempt, wherever its pieces are cut, with the secrets as they are now. */
  masker(write: (stream: OutputStream, bytes: Uint8Array) => void): OutputMasker;
}

export interface OutputMasker {
  write(stream: OutputStream, bytes: Uint8Array): void;
  /** Masks what is said about the attempt. */
  text(said: string): string;
  /** Gives out what was held back because a secret could have begun there. */
  end(): void;
}
