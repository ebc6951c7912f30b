import '../history/history.css';
import { IconCopy, IconPlayerPlayFilled, IconPlayerStop } from '@tabler/icons-react';
import type { JobTrial } from '#contract/job.ts';
import { OutputLines } from '../history/OutputLines.tsx';
import { text as outputText } from '../history/text.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { copyText } from '../ui/copy.ts';
import { bytes, duration } from '../ui/format.ts';
import { useKeys } from '../ui/keys.ts';
import { markOfStatus } from '../ui/mark.ts';
import { isFailure, statusWord } from '../ui/run-words.ts';
import { StatusMark } from '../ui/StatusMark.tsx';
import { Elapsed } from '../ui/Times.tsx';
import { toast } from '../ui/toasts.ts';
import { text } from './text.ts';
import { type TestRun as Run, useTestRun } from './use-test-run.ts';

const icon = { size: 15, stroke: 1.5 };

interface Props {
  /** What is typed, or a refusal that names the field. */
  trial: () => JobTrial;
  onRefused: (error: unknown) => void;
}

/** Tries what is typed, as a run would do it; nothing of it is recorded. */
export function TestRun({ trial, onRefused }: Props) {
  const { run, start, stop } = useTestRun();
  const isRunning = run.runningSince !== null;
  const test = async () => {
    if (isRunning) return;
    try {
      await start(trial());
    } catch (error) {
      onRefused(error);
    }
  };
  useKeys({ 'mod+enter': () => void test() });
  const copy = () => {
    copyText(run.log?.text ?? '');
    toast({ tone: 'note', title: text.test.copied });
  };
  return (
    <section className="test-run" aria-label={text.test.title}>
      <div className="test-head">
        <h2 className="section-title">{text.test.title}</h2>
        <span className="test-state" role="status">
          <State run={run} />
        </span>
        {run.log && run.log.lines.length > 0 && (
          <IconButton label={text.test.copy} onClick={copy}>
            <IconCopy {...icon} />
          </IconButton>
        )}
        {isRunning ? (
          <Button small look="danger" icon={<IconPlayerStop {...icon} />} onClick={stop}>
            {text.test.stop}
          </Button>
        ) : (
          <Button small keys="Mod Enter" icon={<IconPlayerPlayFilled size={11} />} onClick={() => void test()}>
            {run.log ? text.test.again : text.test.start}
          </Button>
        )}
      </div>
      <Output run={run} />
    </section>
  );
}

function State({ run: { runningSince, end } }: { run: Run }) {
  if (runningSince !== null)
    return (
      <>
        <StatusMark mark="running" label={null} /> {text.test.running}{' '}
        <span className="num" aria-hidden>
          <Elapsed since={runningSince} />
        </span>
      </>
    );
  if (!end) return null;
  const words =
    end.exitCode !== null && end.status !== 'cancelled' ? text.test.exit(end.exitCode) : statusWord(end.status);
  return (
    <>
      <StatusMark mark={markOfStatus(end.status)} label={end.exitCode === null ? null : statusWord(end.status)} />{' '}
      <span className={isFailure(end.status) ? 'fail cut' : 'cut'}>{text.test.took(words, duration(end.ms))}</span>
    </>
  );
}

function Output({ run: { log, version, runningSince, end } }: { run: Run }) {
  if (!log) return <p className="no-output meta">{text.test.hint}</p>;
  return (
    <>
      {log.lines.length === 0 ? (
        <p className="no-output meta">{end ? text.test.silent : text.test.waiting}</p>
      ) : (
        <OutputLines
          log={log}
          version={version}
          gap={end && end.dropped > 0 ? outputText.notKeptHere(bytes(end.dropped)) : outputText.notShown(null)}
          live={runningSince !== null}
          wrap
          matches={[]}
          current={undefined}
          foot={end && <End end={end} />}
        />
      )}
      {end && log.lines.length === 0 && (
        <div className="test-end">
          <End end={end} />
        </div>
      )}
    </>
  );
}

/** The last line: how it ended, in the words a run's row would have. */
function End({ end: { error, exitCode, ms, status } }: { end: NonNullable<Run['end']> }) {
  return (
    <div className="line ended">
      <span className="at num">{(ms / 1000).toFixed(1)}</span>
      <span className="said">
        {error ? (
          <span className={status === 'cancelled' ? undefined : 'fail'}>{error}</span>
        ) : (
          text.test.exited(exitCode ?? 0)
        )}{' '}
        {text.test.notRecorded}
      </span>
    </div>
  );
}
