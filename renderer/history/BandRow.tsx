import { IconMoon, IconPlayerPause, IconPower } from '@tabler/icons-react';
import { memo } from 'react';
import type { BandKind } from '#contract/band.ts';
import { classes } from '../ui/classes.ts';
import { spell } from '../ui/format.ts';
import { useTick } from '../ui/ticker.ts';
import { startOfDay, wallTime } from '../ui/wall-time.ts';
import { Chevron } from './RepeatsRow.tsx';
import type { RowProps } from './RunRow.tsx';
import type { BandItem, Item } from './rows.ts';
import { text } from './text.ts';

const ICONS = {
  asleep: IconMoon,
  'not-running': IconPower,
  'clock-jumped': IconMoon,
  'scheduler-off': IconPower,
  paused: IconPlayerPause,
} satisfies Record<BandKind, unknown>;

type Props = Pick<RowProps, 'tabbed' | 'onFocus'> & { item: BandItem; onToggle: (item: Item) => void };

/** A stretch in which nothing rang, and what it cost. */
export const BandRow = memo(function BandRow({ item, tabbed, onFocus, onToggle }: Props) {
  const { band, letGo, open } = item;
  const today = useTick(startOfDay);
  const words = `${text.bands[band.kind]} ${spanOf(band, today)}, ${spell(band.to - band.from)}`;
  const cost = [band.missed > 0 && text.missed(band.missed), band.letGo > 0 && text.letGo(band.letGo)]
    .filter(Boolean)
    .join(' · ');
  const Icon = ICONS[band.kind];
  const isPlain = band.kind === 'paused' || band.kind === 'scheduler-off';
  return (
    <div
      role="row"
      tabIndex={tabbed ? 0 : -1}
      aria-label={[words, cost].filter(Boolean).join(', ')}
      aria-rowindex={item.index + 1}
      data-row={item.index}
      data-band={band.kind}
      className={classes('band-row num', isPlain && 'plain')}
      onFocus={() => onFocus(item.key)}
    >
      <span role="gridcell">
        {letGo.length > 0 && (
          <Chevron open={open} label={open ? text.hideLetGo : text.showLetGo} onClick={() => onToggle(item)} />
        )}
        <Icon size={14} stroke={1.5} aria-hidden />
      </span>
      <span role="gridcell" className="cut">
        {words}
      </span>
      <span role="gridcell" className="cut cost">
        {cost}
      </span>
    </div>
  );
});

/** "00:48 – 07:11"; with its day where it began on another. */
function spanOf({ from, to }: { from: number; to: number }, today: number): string {
  const sameDay = wallTime.dayKey(from) === wallTime.dayKey(to);
  const begin = sameDay ? wallTime.minutes(from) : wallTime.near(Math.floor(from / 60_000) * 60_000, today);
  return `${begin} – ${wallTime.minutes(to)}`;
}
