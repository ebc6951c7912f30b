import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { ActionOf } from '#contract/action.ts';
import { UsageError } from './failure.ts';

/** What `add` and `edit` are told of a request; `false` comes from an option's `--no-` form. */
export interface HttpOptions {
  http?: { method?: string; url: string };
  header?: Record<string, string> | false;
  body?: string | false;
  bodyFile?: string;
  expect?: string[];
  match?: string | false;
  follow?: boolean;
  insecure?: boolean;
}

/** Those that say more about `--http`. */
export const HTTP_DETAILS = ['header', 'body', 'bodyFile', 'expect', 'match', 'follow', 'insecure'] as const;

export function addHttpOptions(command: Command): Command {
  return command
    .option('--http <method url>', 'send a request: "GET https://example.com/health"', readRequest)
    .option('--header <name:value>', 'a header of the request; may be repeated', gatherHeader)
    .option('--body <text>', 'the body of the request')
    .option('--body-file <file>', 'the same, read from a file now', readText('body-file'))
    .option(
      '--expect <statuses>',
      'the answers that count as success: 2xx, 204 or 200-299; may be repeated',
      gatherList,
    )
    .option('--match <pattern>', 'what the body of the answer must match')
    .option('--follow', 'follow redirects (as is usual)')
    .option('--no-follow', 'follow no redirects')
    .option('--insecure', "do not check the server's certificate");
}

/** What `edit` takes back. */
export function addHttpResets(command: Command): Command {
  return command
    .option('--no-header', 'take all headers off')
    .option('--no-body', 'send no body')
    .option('--no-match', 'take any body for right')
    .option('--no-insecure', "check the server's certificate again");
}

/** The request named, over the one the job has. */
export function readHttp(options: HttpOptions, before: ActionOf<'http'> | undefined): ActionOf<'http'> {
  const { http, header, body, bodyFile, expect, match, follow, insecure } = options;
  if (typeof body === 'string' && bodyFile !== undefined) {
    throw new UsageError('Give --body or --body-file, not both.', 'body');
  }
  const sent = bodyFile ?? body;
  return {
    ...(before ?? BLANK),
    ...http,
    ...(header !== undefined && { headers: header ? { ...before?.headers, ...header } : {} }),
    ...(sent !== undefined && { body: sent === false ? null : sent }),
    ...(expect && { expectStatus: expect }),
    ...(match !== undefined && { mustMatch: match === false ? null : match }),
    ...(follow !== undefined && { followRedirects: follow }),
    ...(insecure !== undefined && { verifyTls: !insecure }),
  };
}

const BLANK: ActionOf<'http'> = {
  ...{ kind: 'http', method: 'GET', url: '', headers: {}, body: null, expectStatus: ['2xx'], mustMatch: null },
  ...{ followRedirects: true, verifyTls: true },
};

/** `GET https://…`, or the address alone. */
function readRequest(text: string): { method?: string; url: string } {
  const words = text.trim().split(/\s+/);
  const [url = '', method] = words.reverse();
  if (words.length > 2 || url === '') {
    throw new UsageError('Give --http as "METHOD URL", such as "GET https://example.com".', 'http');
  }
  return { url, ...(method !== undefined && { method: method.toUpperCase() }) };
}

function gatherHeader(text: string, before: Record<string, string> | undefined): Record<string, string> {
  const colon = text.indexOf(':');
  if (colon < 1) throw new UsageError('Give --header as NAME:VALUE.', 'header');
  return { ...before, [text.slice(0, colon).trim()]: text.slice(colon + 1).trim() };
}

function gatherList(text: string, before: string[] | undefined): string[] {
  const parts = text.split(',').map((part) => part.trim().toLowerCase());
  return [...(before ?? []), ...parts.filter(Boolean)];
}

/** Reads the file that an option names; `-` is standard input. */
export const readText = (option: string) => (file: string) => {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`, option);
  }
};
