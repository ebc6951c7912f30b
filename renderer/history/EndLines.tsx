import type { Attempt, Run } from '#contract/run.ts';
import { actionLine } from '../jobs/action-words.ts';
import { useJob } from '../state/queries.ts';
import { duration } from '../ui/format.ts';
import { markOfStatus } from '../ui/mark.ts';
import { shellTokens, type Token } from '../ui/shell-tokens.ts';
import { text as shared } from '../ui/text.ts';
import { text } from './text.ts';

/**
 * What was run. Only where the job has not been changed since: then nobody knows any more. A request is the first line
 * of its own output.
 */
export function CommandLine({ run }: { run: Run }) {
  const job = useJob(run.jobId);
  if (!job || run.startedAt === null || job.updatedAt > run.startedAt || job.action.kind === 'http') return null;
  const isCommand = job.action.kind === 'command';
  const [line = ''] = actionLine(job.action).split('\n');
  return (
    <div className="line">
      <span className="at num">0.0</span>
      <span className="said">
        {isCommand && <span className="a-dim">$ </span>}
        {isCommand ? <Command line={line} /> : line}
      </span>
    </div>
  );
}

function Command({ line }: { line: string }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place.
  return shellTokens(line).map((token, at) => <Piece key={at} {...token} />);
}

/** As quiet as output: only what is quoted or put in stands out. */
function Piece({ kind, text: said }: Token) {
  if (kind === 'string') return <span className="a-yellow">{said}</span>;
  return kind === 'variable' ? <span className="a-blue">{said}</span> : said;
}

/** How an attempt ended, and after how long. */
export function EndLine({ ended }: { ended: Attempt }) {
  if (ended.finishedAt === null) return null;
  const ms = ended.finishedAt - ended.startedAt;
  return (
    <div className="line end-line">
      <span className="at num">{(ms / 1000).toFixed(1)}</span>
      <span className="said">{endWords(ended, ms)}</span>
    </div>
  );
}

const MINUTE = 60_000;

export function endWords(
  { exitCode, signal, status }: Pick<Attempt, 'exitCode' | 'signal' | 'status'>,
  ms: number,
): string {
  const span = ms < MINUTE ? `${seconds.format(ms / 1000)} ${shared.unit.second}` : duration(ms);
  if (exitCode !== null && status !== 'timed-out') return text.exited(exitCode, span);
  const how = signal !== null && status !== 'timed-out' ? shared.signal(signal) : shared.mark[markOfStatus(status)];
  return text.endedAfter(how.charAt(0).toUpperCase() + how.slice(1), span);
}

const seconds = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
