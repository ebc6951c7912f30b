import { BelfryError } from '#contract/error.ts';
import type { MailAccount } from '#contract/mail.ts';
import type { Notice, Notifier, PingState, SendMail } from '#core/ports.ts';

const TIMEOUT_MS = 10_000;
/** Waits before the second and third try, ms: a network that has just woken takes a moment. */
const WAITS_MS = [2_000, 10_000];
/** healthchecks.io keeps the first 100 kB of a ping's body. */
const PING_BODY_LIMIT = 100_000;

export interface NotifyParts {
  sendMail: SendMail;
  /** Null where none is set up. */
  mailAccount: () => MailAccount | null;
  /** Puts secrets in the place of their names. @throws BelfryError when there is none */
  reveal: (text: string) => string;
  waitsMs?: readonly number[];
}

/** The ways of telling that reach out of the computer. */
export function createNotify(parts: NotifyParts): Pick<Notifier, 'email' | 'webhook' | 'ping'> {
  const post = (url: string, body: string, type: string) =>
    deliver(parts.reveal(url), { method: 'POST', body, headers: { 'content-type': type } }, parts.waitsMs ?? WAITS_MS);
  return {
    email: (to, notice) => mail(parts, to, notice),
    webhook: async (url, notice) => post(url, JSON.stringify(webhookBody(notice)), 'application/json'),
    ping: async (url, state, text) =>
      post(pingUrl(parts.reveal(url), state), text.slice(0, PING_BODY_LIMIT), 'text/plain; charset=utf-8'),
  };
}

async function mail({ sendMail, mailAccount }: NotifyParts, to: string, notice: Notice): Promise<void> {
  const account = mailAccount();
  if (!account) throw new BelfryError('unavailable', 'No mail account is set up. Add one in Settings, Notifications.');
  const { rejected } = await sendMail(account, { to: [to], subject: notice.title, text: mailText(notice) });
  const [refused] = rejected;
  if (refused) throw new BelfryError('unavailable', `Recipient ${to} was refused: ${refused.answer}`);
}

/** What a webhook receives; documented in the guide, so fields are added and never changed. */
export function webhookBody({ kind, job, run, count, since, title, body, tail }: Notice) {
  const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return {
    event: kind,
    title,
    message: body,
    count,
    since: iso(since),
    job,
    run: {
      id: run.id,
      status: run.status,
      cause: run.cause,
      reason: run.reason,
      dueAt: iso(run.dueAt),
      startedAt: iso(run.startedAt),
      finishedAt: iso(run.finishedAt),
      attempt: run.attempt,
      exitCode: run.exitCode,
      signal: run.signal,
      error: run.error,
    },
    outputTail: tail,
  };
}

function mailText({ body, run, tail }: Notice): string {
  const at = (label: string, ms: number | null) => (ms === null ? [] : [`${label}: ${new Date(ms).toISOString()}`]);
  const facts = [
    `Run ${run.id}`,
    ...at('Due', run.dueAt),
    ...at('Started', run.startedAt),
    ...at('Ended', run.finishedAt),
  ];
  return [body, '', ...facts, ...(tail === '' ? [] : ['', 'The end of its output:', '', tail])].join('\n');
}

/** `/start` and `/fail` go behind the path, before a query, as endpoints in the way of healthchecks.io take them. */
export function pingUrl(url: string, state: PingState): string {
  if (state === 'success') return url;
  const [, path = url, query = ''] = /^([^?#]*)(.*)$/.exec(url) ?? [];
  return `${path.replace(/\/+$/, '')}/${state}${query}`;
}

/** Tries again where that may help: no answer, or an answer that blames the server. @throws Error with a sentence */
async function deliver(url: string, request: RequestInit, waits: readonly number[]): Promise<void> {
  for (let tried = 0; ; tried++) {
    const { fault, final } = await attempt(url, request);
    if (fault === null) return;
    const wait = waits[tried];
    if (final || wait === undefined) throw new Error(fault);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

async function attempt(url: string, request: RequestInit): Promise<{ fault: string | null; final: boolean }> {
  const host = URL.canParse(url) ? new URL(url).host : 'the address';
  try {
    const answer = await fetch(url, { ...request, signal: AbortSignal.timeout(TIMEOUT_MS) });
    await answer.body?.cancel();
    if (answer.ok) return { fault: null, final: true };
    const final = answer.status < 500 && answer.status !== 429;
    return { fault: `${host} answered ${answer.status} ${answer.statusText}`.trim().concat('.'), final };
  } catch (error) {
    return { fault: `${host} could not be reached (${causeOf(error)}).`, final: false };
  }
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const { code, message } = cause as NodeJS.ErrnoException;
  if (cause instanceof Error && cause.name === 'TimeoutError') return `no answer for ${TIMEOUT_MS / 1000} s`;
  return code ?? message ?? String(cause);
}
