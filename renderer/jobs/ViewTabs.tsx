import { IconArrowUp, IconHash, IconX } from '@tabler/icons-react';
import type { JobSummary } from '#contract/job.ts';
import { inView, type View } from '../state/job-facts.ts';
import { Button } from '../ui/Button.tsx';
import type { Mark } from '../ui/mark.ts';
import { StatusMark } from '../ui/StatusMark.tsx';
import { useTick } from '../ui/ticker.ts';
import type { Listing } from './filter.ts';
import styles from './jobs.module.css';
import { words } from './text.ts';

const MARKS: Record<View, Mark | null> = { all: null, running: 'running', failing: 'failed', paused: 'paused' };
const VIEWS = Object.keys(MARKS) as View[];

interface Props {
  jobs: readonly JobSummary[];
  listing: Listing;
  onChange: (changes: Partial<Listing>) => void;
}

/** All, running, failing, paused; the tag that is filtered by; the order. */
export function ViewTabs({ jobs, listing, onChange }: Props) {
  return (
    <div className={styles.tabs}>
      <div role="tablist" aria-label={words.jobs}>
        {VIEWS.map((view) => (
          <ViewTab key={view} view={view} jobs={jobs} on={listing.view === view} onPick={() => onChange({ view })} />
        ))}
      </div>
      {listing.tag !== null && (
        <button type="button" className={styles.chip} onClick={() => onChange({ tag: null })}>
          <IconHash size={13} stroke={1.6} aria-hidden />
          {listing.tag}
          <IconX size={13} stroke={1.6} aria-label={words.clearFilter} />
        </button>
      )}
      <Button
        small
        className={styles.order ?? ''}
        onClick={() => onChange({ sort: listing.sort === 'next' ? 'name' : 'next' })}
      >
        {listing.sort === 'next' ? words.column.next : words.column.job}
        <IconArrowUp size={13} stroke={1.6} aria-hidden />
      </Button>
    </div>
  );
}

function ViewTab({
  view,
  jobs,
  on,
  onPick,
}: {
  view: View;
  jobs: readonly JobSummary[];
  on: boolean;
  onPick: () => void;
}) {
  const count = useTick((now) => jobs.filter((job) => inView(job, view, now)).length);
  const mark = MARKS[view];
  return (
    <button type="button" role="tab" aria-selected={on} className={styles.tab} onClick={onPick}>
      {mark && <StatusMark mark={mark} label={null} />}
      {words[view]}
      {view !== 'all' && <span>{count}</span>}
    </button>
  );
}
