import { useQuery } from '@tanstack/react-query';
import type { Delivery } from '#contract/notification.ts';
import type { Run } from '#contract/run.ts';
import { ask } from '../api.ts';
import { isLive } from '../ui/run-words.ts';
import { wallTime } from '../ui/wall-time.ts';
import { text } from './text.ts';

/** Who was told of the run, and what did not get there. Nothing where nobody was. */
export function Told({ run }: { run: Run }) {
  const { data } = useQuery({
    // Asked anew when the run ends: that is what most notices are about.
    queryKey: ['notices', run.id, isLive(run)],
    queryFn: () => ask('runs.notices', { id: run.id }),
    staleTime: 5_000,
  });
  if (!data || data.length === 0) return null;
  return (
    <section className="told-list" aria-label={text.told}>
      {data.map((delivery) => (
        <p key={`${delivery.at} ${delivery.channel} ${delivery.target}`} className="support">
          <span className="num meta">{wallTime.seconds(delivery.at)}</span> {sentenceOf(delivery)}
          {delivery.error !== null && <span className="fail"> {delivery.error}</span>}
        </p>
      ))}
    </section>
  );
}

function sentenceOf({ channel, target, error }: Delivery): string {
  return error === null ? text.toldBy(text.channels[channel], target) : text.notTold(text.channels[channel], target);
}
