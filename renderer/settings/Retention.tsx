import type { Settings } from '#contract/settings.ts';
import { saveSettings } from '../state/actions.ts';
import { useStoreStatus } from '../state/queries.ts';
import { bytes } from '../ui/format.ts';
import { Select } from '../ui/Select.tsx';
import { plural } from '../ui/text.ts';
import { wallTime } from '../ui/wall-time.ts';
import { Setting, withSet } from './Setting.tsx';
import { retentionText as text } from './text.ts';

const DAYS = [7, 30, 90, 180, 365, 1095];
const RUNS = [20, 100, 500, 1000, 10_000];
const GB = 1024 ** 3;
const SIZES = [0.25, 0.5, 1, 2, 5, 10, 50].map((size) => size * GB);

/** How long runs are kept, and what they take now. */
export function Retention({ values: { retention } }: { values: Settings }) {
  const { data } = useStoreStatus();
  const field = (name: keyof typeof retention, offered: number[], said: (n: number) => string, none: string) => {
    const set = retention[name];
    return (
      <Setting label={text[name]} note={text.notes[name]}>
        <Select
          label={text[name]}
          value={String(set ?? '')}
          options={[
            ['', none],
            ...(set === null ? offered : withSet(offered, set)).map(
              (choice) => [String(choice), said(choice)] as const,
            ),
          ]}
          onChange={(picked) =>
            void saveSettings({ retention: { ...retention, [name]: picked === '' ? null : Number(picked) } })
          }
        />
      </Setting>
    );
  };
  const days = (n: number) => plural(n, 'day');
  const removed = data?.removed;
  return (
    <>
      {field('successDays', DAYS, days, text.forever)}
      {field('failureDays', DAYS, days, text.forever)}
      {field('runsPerJob', RUNS, (n) => text.last(plural(n, 'run')), text.any)}
      {field('totalBytes', SIZES, (n) => (n % GB === 0 ? `${n / GB} GB` : `${n / 1024 ** 2} MB`), text.noLimit)}
      {data && (
        <Setting
          label={text.now}
          note={removed && text.removed(plural(removed.runs, 'old run'), wallTime.near(removed.at, Date.now()))}
        >
          <span className="told num">
            {plural(data.runs, 'run')}, {bytes(data.bytes)}
          </span>
        </Setting>
      )}
    </>
  );
}
