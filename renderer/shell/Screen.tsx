import type { ReactNode } from 'react';
import { sentence } from '../api.ts';
import { askAgain, useScheduler, useTotals } from '../state/queries.ts';
import { Failure } from '../ui/Failure.tsx';
import { duration, spell } from '../ui/format.ts';
import { StatusMark } from '../ui/StatusMark.tsx';
import { text } from '../ui/text.ts';
import { wallTimeIn } from '../ui/wall-time.ts';
import styles from './shell.module.css';
import { words } from './text.ts';

interface Props {
  title: ReactNode;
  /** Beside the title, quieter. */
  aside?: ReactNode;
  /** At the right of the bar. */
  actions?: ReactNode;
  children: ReactNode;
  /** A panel at right over the whole height. */
  pane?: ReactNode;
  foot?: ReactNode;
  footRight?: ReactNode;
}

/** One screen: the bar that drags the window, the page, the status bar. */
export function Screen({ title, aside, actions, children, pane, foot, footRight }: Props) {
  const { data: status, error: unreachable } = useScheduler();
  const problem = status?.problem;
  return (
    <div className={styles.screen} data-pane={pane ? true : undefined}>
      <header className={styles.bar}>
        <h1>{title}</h1>
        {aside !== undefined && <div className={`${styles.aside} num`}>{aside}</div>}
        <div className={styles.actions}>{actions}</div>
      </header>
      <main className={styles.page}>
        {unreachable && <Failure what={words.unreachable} error={unreachable} onAgain={askAgain} />}
        {problem && (
          <p className={styles.problem} role="alert">
            <StatusMark mark="failed" label={null} />
            {problem}
          </p>
        )}
        {children}
      </main>
      {pane}
      <footer className={styles.foot}>
        <div className="cut num">{foot ?? <Today />}</div>
        <div className={`${styles.footRight} num`}>{footRight ?? <Zone />}</div>
      </footer>
    </div>
  );
}

function Zone() {
  const { data: status } = useScheduler();
  if (!status) return null;
  const { zone, clockChange } = status;
  if (!clockChange) return <>{zone}</>;
  const clock = wallTimeIn('UTC');
  return (
    <>
      {zone} · {words.clocksGo(clockChange.shiftMs, `${clock.day(clockChange.wall)}, ${clock.clock(clockChange.wall)}`)}
    </>
  );
}

/** "Today 127 runs · 119 succeeded · 5 failed": what is nought is not said. */
export function Today() {
  const { data, error, refetch } = useTotals();
  if (error)
    return (
      <span role="alert">
        {words.totalsNotRead}{' '}
        <button type="button" className={styles.again} onClick={() => void refetch()}>
          {text.tryAgain}
        </button>{' '}
        {sentence(error)}
      </span>
    );
  if (!data) return null;
  const rest = [
    data.success > 0 && words.succeeded(data.success),
    data.failed > 0 && <span className="fail">{words.failed(data.failed)}</span>,
    data.late > 0 && words.late(data.late),
    data.missed > 0 && words.missed(data.missed),
    data.skipped > 0 && words.skipped(data.skipped),
    data.busyMs >= 1000 && words.ofWork(data.busyMs < 60_000 ? duration(data.busyMs) : spell(data.busyMs)),
  ].filter(Boolean);
  return (
    <>
      <strong>{words.today}</strong> {words.runs(data.runs)}
      {rest.map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other name.
        <span key={at}> · {part}</span>
      ))}
    </>
  );
}
