import { useSettings } from '../state/queries.ts';
import { firstWeekday } from '../ui/locale.ts';
import styles from './heat.module.css';
import { type Heat, shade } from './heat.ts';
import { words } from './text.ts';

/** A Monday, to name weekdays by. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;
const HOUR = 3_600_000;
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short', timeZone: 'UTC' });
const week = Array.from({ length: 7 }, (_, at) => at);
const hours = Array.from({ length: 24 }, (_, at) => at);
/** Hours that are written above the columns. */
const NAMED = 6;

/** A week by the hour, darker where more happens: a table, so that it can be read without seeing it. */
export function HeatMap({ heat, label }: { heat: Heat; label: string }) {
  const first = firstWeekday(useSettings().data?.firstWeekday ?? 'system');
  const most = Math.max(...heat.flat());
  const days = week.map((at) => (at + first) % week.length);
  return (
    <table className={styles.heat} aria-label={label}>
      <thead>
        <tr>
          <td />
          {hours.map((hour) => (
            <th key={hour} scope="col">
              <span className={hour % NAMED === 0 ? styles.hour : 'unseen'}>{String(hour).padStart(2, '0')}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.map((day) => (
          <tr key={day}>
            <th scope="row">{weekday.format(MONDAY + day * DAY)}</th>
            {hours.map((hour) => {
              const count = heat[day]?.[hour] ?? 0;
              const name = `${weekday.format(MONDAY + day * DAY + hour * HOUR)} ${String(hour).padStart(2, '0')}:00, ${words.rings(count)}`;
              return (
                <td key={hour} title={count > 0 ? name : undefined} data-shade={shade(count, most)}>
                  <span className="unseen">{count}</span>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
