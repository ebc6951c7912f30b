import type { MailAccount } from '#contract/mail.ts';

/** The account's fields as typed. */
export interface MailDraft {
  host: string;
  port: string;
  security: MailAccount['security'];
  user: string;
  password: string;
  from: string;
  /** Who gets the test mail; empty = the sender. */
  testTo: string;
}

const USUAL_PORTS = { tls: '465', starttls: '587', none: '25' } satisfies Record<MailAccount['security'], string>;

/** The fields of an account; null = of a new one. */
export function draftOf(account: MailAccount | null): MailDraft {
  return {
    host: account?.host ?? '',
    port: String(account?.port ?? USUAL_PORTS.tls),
    security: account?.security ?? 'tls',
    user: account?.user ?? '',
    password: account?.password ?? '',
    from: account?.from ?? '',
    testTo: '',
  };
}

/** Another kind of security brings its usual port along, where the port was a usual one. */
export function withSecurity(draft: MailDraft, security: MailDraft['security']): Partial<MailDraft> {
  const isUsual = Object.values(USUAL_PORTS).includes(draft.port.trim());
  return isUsual ? { security, port: USUAL_PORTS[security] } : { security };
}

/** The account typed; what is wrong with it, the contract says. */
export function accountOf({ host, port, security, user, password, from }: MailDraft): MailAccount {
  const signsIn = user.trim() !== '';
  return {
    host: host.trim(),
    port: /^\d+$/.test(port.trim()) ? Number(port) : 0,
    security,
    user: signsIn ? user.trim() : null,
    password: signsIn ? password : null,
    from: from.trim(),
  };
}
