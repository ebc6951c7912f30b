import type { Action, ActionOf } from '#contract/action.ts';
import type { JobDraft } from '#contract/job.ts';
import { refuse, type Say } from './findings.ts';
import { quoteAll } from './shell.ts';

/** What a job starts: a line for a shell, or a program with arguments. */
export type Call = { line: string; shell: string } | { argv: string[] };

/** What another scheduler would have to start. @throws BelfryError for what only Belfry can do */
export function callOf(job: JobDraft, shell: string, say: Say): Call {
  const { action } = job;
  switch (action.kind) {
    case 'command':
      return action.run.by === 'shell'
        ? { line: action.run.line, shell: job.environment.SHELL ?? shell }
        : { argv: [action.run.program, ...action.run.args] };
    case 'http':
      return { argv: curl(action, say) };
    case 'email':
      throw refuse('It sends an e-mail, which only Belfry can do.');
    case 'function':
      throw refuse('It calls a JavaScript function, which only Belfry can do.');
  }
}

/** The same as arguments; `-c` is what shells have in common. */
export const argvOf = (call: Call): string[] => ('argv' in call ? call.argv : [call.shell, '-c', call.line]);

/** The same as a line for /bin/sh. */
export function lineOf(call: Call): string {
  return 'line' in call && call.shell === '/bin/sh' ? call.line : quoteAll(argvOf(call));
}

/** The variables of a job without the one that says its shell. */
export function variablesOf({ action, environment }: { action: Action; environment: Record<string, string> }) {
  const own = action.kind === 'command' && action.run.by === 'shell';
  return Object.entries(environment).filter(([name]) => !(own && name === 'SHELL'));
}

const USUAL_ANSWERS = '2xx';

function curl(action: ActionOf<'http'>, say: Say): string[] {
  const { method, url, headers, body, expectStatus, mustMatch, followRedirects, verifyTls } = action;
  const unchecked = [
    ...(expectStatus.join() === USUAL_ANSWERS ? [] : ['the answers to expect']),
    ...(mustMatch === null ? [] : ['what the body must match']),
  ];
  say('', 'It is sent by curl, which must be installed there.');
  if (unchecked.length > 0) say('', `curl does not check ${unchecked.join(' and ')}: it fails from 400 on.`);
  return [
    ...['curl', '-sS', '--fail-with-body'],
    ...(method === 'GET' && body === null ? [] : method === 'HEAD' ? ['--head'] : ['-X', method]),
    ...(followRedirects ? ['-L', '--max-redirs', '10'] : []),
    ...(verifyTls ? [] : ['-k']),
    ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
    ...(body === null ? [] : ['--data-raw', body]),
    url,
  ];
}
