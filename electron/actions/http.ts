import { STATUS_CODES } from 'node:http';
import type { Dispatcher } from 'undici';
import type { ActionOf } from '#contract/action.ts';
import type { OutputStream } from '#contract/run.ts';
import type { ActionContext, StartAction } from '#core/ports.ts';
import { childEnvironment } from './child-environment.ts';
import { connectionProblem } from './connection-problem.ts';
import { BodyReader } from './http-body.ts';
import { firstRequest, type HttpRequest, redirected } from './http-request.ts';
import type { ExecutorOptions } from './index.ts';
import { sizeText } from './size-text.ts';
import { withoutProcess } from './without-process.ts';

const REDIRECT_LIMIT = 10;
/** As much of an answer that only points elsewhere is read before the connection is given up, in bytes. */
const DUMPED_BYTES = 64 * 1024;
/** After so long without a byte nobody waits any more, in ms. Well above what a job's own timeout will say. */
const SILENCE_MS = 3_600_000;
/** What undici calls an answer that it cannot read. */
const BROKEN = 'HTTPParserError';

type HttpAction = ActionOf<'http'>;
type Answer = Dispatcher.ResponseData;
type Print = ReturnType<typeof printer>;

/** A request, whose answer is the output: status, headers, body. */
export function createHttp(options: Pick<ExecutorOptions, 'baseEnvironment'>): StartAction<'http'> {
  return (action, context) =>
    withoutProcess(async (signal) => {
      const print = printer(context);
      const environment = childEnvironment(options.baseEnvironment(), context.environment);
      // Loaded with the first request: undici is a tenth of the application.
      const { openRoute } = await import('./http-route.ts');
      const route = openRoute({ environment, verifyTls: action.verifyTls, onConnect: print.aside, signal });
      try {
        return await converse(action, route, print, signal);
      } finally {
        await route.destroy();
      }
    });
}

/** Follows redirects up to the answer that counts; resolves to what is wrong with it, or null. */
async function converse(action: HttpAction, route: Dispatcher, print: Print, signal: AbortSignal) {
  let request = firstRequest(action);
  for (let hops = 0; ; hops += 1) {
    print.line(`${request.method} ${request.url}`);
    const answer = await send(request, route, signal);
    const next = action.followRedirects ? redirected(request, answer.statusCode, locationOf(answer)) : null;
    const isExpected = next !== null || expects(action.expectStatus, answer.statusCode);
    printHead(answer, isExpected, print);
    if (next === null) return judge(action, request, answer, print);
    if (hops === REDIRECT_LIMIT) return `Redirected more than ${REDIRECT_LIMIT} times.`;
    await answer.body.dump({ limit: DUMPED_BYTES, signal });
    print.line('');
    request = next;
  }
}

async function send(request: HttpRequest, route: Dispatcher, signal: AbortSignal): Promise<Answer> {
  const { url, headers, body } = request;
  try {
    return await route.request({
      ...{ origin: url.origin, path: `${url.pathname}${url.search}`, headers, body, signal },
      // Undici's types name the usual methods only; it sends any.
      method: request.method as Dispatcher.HttpMethod,
      ...{ headersTimeout: SILENCE_MS, bodyTimeout: SILENCE_MS },
    });
  } catch (error) {
    throw new Error(answerProblem(error, url));
  }
}

/** Prints the body; what is wrong with the answer in one sentence, or null. */
async function judge(action: HttpAction, request: HttpRequest, answer: Answer, print: Print): Promise<string | null> {
  const header = (name: string) => String(answer.headers[name] ?? '');
  const reader = new BodyReader({
    ...{ contentType: header('content-type'), contentEncoding: header('content-encoding') },
    print: print.bytes,
  });
  try {
    await reader.read(answer.body);
  } catch (error) {
    return bodyProblem(error, reader.received, header('content-length'), request.url);
  }
  if (!expects(action.expectStatus, answer.statusCode)) {
    return `Answered ${statusText(answer)}, expected ${alternatives(action.expectStatus)}.`;
  }
  const { mustMatch } = action;
  if (mustMatch === null || new RegExp(mustMatch, 'm').test(reader.text)) return null;
  return `The ${reader.isCut ? 'first MiB of the ' : ''}body does not match /${mustMatch}/.`;
}

/** Whether one of the rules (`2xx`, `204`, `200-299`) covers a status. */
function expects(rules: string[], status: number): boolean {
  return rules.some((rule) => {
    const [from = '', to = from] = rule.split('-');
    return Number(from.replaceAll('x', '0')) <= status && status <= Number(to.replaceAll('x', '9'));
  });
}

const alternatives = (rules: string[]) => new Intl.ListFormat('en', { type: 'disjunction' }).format(rules);

const locationOf = ({ headers }: Answer) => [headers.location ?? []].flat()[0];

const statusText = ({ statusCode, statusText: said }: Answer) =>
  `${statusCode} ${said || STATUS_CODES[statusCode] || ''}`.trim();

/** Why there was no answer. */
function answerProblem(error: unknown, url: URL): string {
  const { code = '', name, message } = error as NodeJS.ErrnoException;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  if (name === BROKEN) return `${url.host} did not answer in HTTP (${message}).`;
  if (code === 'UND_ERR_INVALID_ARG') return `The request cannot be sent (${message}); check the secrets in it.`;
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return `The headers of ${url.host} are longer than 16 KiB.`;
  if (code === 'UND_ERR_HEADERS_TIMEOUT') return `${url.host} gave no answer for an hour.`;
  if (/proxy auth/i.test(message)) return 'The proxy asks for a name and a password; give them in HTTP_PROXY.';
  if (/^proxy response/i.test(message)) return `The proxy does not connect to ${url.host}: ${message}.`;
  return connectionProblem(error, { host, port, remedy: 'trust it or switch off the check' });
}

/** Why an answer broke off. `length` is what its header announced, in bytes; empty where it did not. */
function bodyProblem(error: unknown, received: number, length: string, url: URL): string {
  const { code = '', name, message } = error as NodeJS.ErrnoException;
  if (/^(Z_|ERR__ERROR_FORMAT|ERR_BROTLI|ERR_ZLIB)/.test(code)) return `The body cannot be unpacked (${message}).`;
  if (name === BROKEN)
    return `The body of ${url.host} broke the rules of HTTP after ${sizeText(received)} (${message}).`;
  if (code === 'UND_ERR_BODY_TIMEOUT') return `${url.host} sent nothing for an hour, after ${sizeText(received)}.`;
  const announced = length === '' ? ', before the end of the body' : ` of ${sizeText(Number(length))}`;
  return `Connection ended after ${sizeText(received)}${announced}.`;
}

function printHead(answer: Answer, isExpected: boolean, print: Print): void {
  print.line(`HTTP ${statusText(answer)}`, isExpected ? 'stdout' : 'stderr');
  for (const [name, value] of Object.entries(answer.headers)) {
    for (const one of [value ?? []].flat()) print.aside(`${name}: ${one}`);
  }
  print.line('');
}

function printer({ output }: ActionContext) {
  const line = (text: string, stream: OutputStream = 'stdout') => output(stream, Buffer.from(`${text}\n`));
  return {
    line,
    /** In a dim colour. */
    aside: (text: string) => line(`\x1b[2m${text}\x1b[0m`),
    bytes: (bytes: Uint8Array) => output('stdout', bytes),
  };
}
