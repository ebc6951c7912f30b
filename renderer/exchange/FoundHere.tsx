import './exchange.css';
import { IconClock, IconTerminal2 } from '@tabler/icons-react';
import type { RequestInput } from '#contract/api.ts';
import { useFound } from '../state/queries.ts';
import { Button } from '../ui/Button.tsx';
import { text } from './text.ts';

/** What other schedulers of this computer hold, each to be looked at before anything is made. */
export function FoundHere({ review }: { review: (given: RequestInput<'exchange.read'>) => Promise<void> }) {
  const { data: sources } = useFound();
  if (!sources || sources.length === 0) return null;
  return (
    <section aria-label={text.found}>
      <h3 className="section-title">{text.found}</h3>
      <ul className="starts">
        {sources.map(({ from, place, text: source, names, refused }) => {
          const what = text.counted[from](names.length + refused);
          const Icon = from === 'crontab' ? IconTerminal2 : IconClock;
          return (
            <li key={`${from} ${place}`}>
              <Icon size={16} stroke={1.5} color="var(--bf-text-3)" aria-hidden />
              <span className="cut name">{what}</span>
              <span className="meta what" title={place}>
                <span className="cut">{names.length > 0 ? text.names(names) : text.left(refused)}</span>
              </span>
              <Button
                small
                className="act"
                aria-label={text.reviewOf(what)}
                onClick={() => void review({ from, text: source })}
              >
                {text.review}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
