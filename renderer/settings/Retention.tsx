import type { Settings } from '#contract/settings.ts';
import { saveSettings } from '../state/actions.ts';
import { useStoreStatus } from '../state/queries.ts';
import { bytes } from '../ui/format.ts';
import { Select } from '../ui/Select.tsx';
import { plural } from '../ui/text.ts';
import { wallTime } from '../ui/wall-time.ts';
import { retentionText as text } from './text.ts';

const DAYS = [7, 30, 90, 180, 365, 1095];
const RUNS = [20, 100, 500, 1000, 10_000];
const GB = 1024 ** 3;
const SIZES = [0.25, 0.5, 1, 2, 5, 10, 50].map((size) => size * GB);

type Values = Settings['retention'];

/** How long the history is kept, and what it takes now. */
export function Retention({ values }: { values: Values }) {
  const { data } = useStoreStatus();
  const field = (name: keyof Values, offered: number[], said: (n: number) => string, none: string) => {
    const set = values[name];
    const choices = set === null || offered.includes(set) ? offered : [...offered, set].sort((a, b) => a - b);
    return (
      <div className="setting" key={name}>
        <div className="two">
          <div>{text[name]}</div>
          <div className="meta note">{text.notes[name]}</div>
        </div>
        <Select
          label={text[name]}
          value={String(set ?? '')}
          options={[['', none], ...choices.map((choice) => [String(choice), said(choice)] as const)]}
          onChange={(picked) =>
            void saveSettings({ retention: { ...values, [name]: picked === '' ? null : Number(picked) } })
          }
        />
      </div>
    );
  };
  const days = (n: number) => plural(n, 'day');
  return (
    <section aria-label={text.title}>
      <h2 className="section-title">{text.title}</h2>
      {field('successDays', DAYS, days, text.forever)}
      {field('failureDays', DAYS, days, text.forever)}
      {field('runsPerJob', RUNS, (n) => text.last(plural(n, 'run')), text.any)}
      {field('totalBytes', SIZES, (n) => (n % GB === 0 ? `${n / GB} GB` : `${n / 1024 ** 2} MB`), text.noLimit)}
      {data && (
        <div className="setting">
          <div className="two">
            <div>{text.now}</div>
            {data.removed && (
              <div className="meta note">
                {text.removed(plural(data.removed.runs, 'old run'), wallTime.near(data.removed.at, Date.now()))}
              </div>
            )}
          </div>
          <span className="told num">
            {plural(data.runs, 'run')}, {bytes(data.bytes)}
          </span>
        </div>
      )}
    </section>
  );
}
