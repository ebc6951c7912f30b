import { Menu } from '@mantine/core';
import { IconArrowUp, IconCheck, IconChevronDown, IconStack2, IconTag } from '@tabler/icons-react';
import { type ReactNode, useMemo } from 'react';
import type { JobSummary } from '#contract/job.ts';
import { inView, isPaused, tagCounts, type View } from '../state/job-facts.ts';
import { Button } from '../ui/Button.tsx';
import type { Mark } from '../ui/mark.ts';
import { StatusMark } from '../ui/StatusMark.tsx';
import { text } from '../ui/text.ts';
import { useTick } from '../ui/ticker.ts';
import { KINDS, type Listing, type Sort } from './filter.ts';
import styles from './jobs.module.css';
import { words } from './text.ts';

const MARKS: Record<View, Mark | null> = { all: null, running: 'running', failing: 'failed', paused: 'paused' };
const VIEWS = Object.keys(MARKS) as View[];
const SORTS = Object.keys(words.sort) as Sort[];
const NO_JOBS: JobSummary[] = [];
const icon = { size: 12, stroke: 1.7 };

interface Props {
  /** Undefined until they are read: then nothing is counted. */
  jobs: readonly JobSummary[] | undefined;
  listing: Listing;
  onChange: (changes: Partial<Listing>) => void;
}

/** All, running, failing, paused; the tag and the kind that are filtered by; the order. */
export function ViewTabs({ jobs: read, listing, onChange }: Props) {
  const jobs = read ?? NO_JOBS;
  const tags = useMemo(() => tagCounts(jobs).map(([tag]) => [tag, `# ${tag}`] as const), [jobs]);
  const kinds = useMemo(() => {
    const there = new Set(jobs.map(({ action }) => action.kind));
    return KINDS.filter((kind) => there.has(kind));
  }, [jobs]);
  return (
    <div className={styles.tabs}>
      <fieldset className={styles.views} aria-label={words.jobs}>
        {VIEWS.map((view) => (
          <ViewTab
            key={view}
            {...{ view, jobs }}
            isCounted={read !== undefined && view !== 'all'}
            on={listing.view === view}
            onPick={() => onChange({ view })}
          />
        ))}
      </fieldset>
      <div className={styles.choosers}>
        {tags.length > 0 && (
          <Chooser
            label={words.tag}
            any={words.anyTag}
            icon={<IconTag {...icon} />}
            value={listing.tag}
            options={tags}
            onChange={(tag) => onChange({ tag })}
          />
        )}
        {(kinds.length > 1 || listing.kind !== null) && (
          <Chooser
            label={words.kind}
            any={words.anyKind}
            icon={<IconStack2 {...icon} />}
            value={listing.kind}
            options={kinds.map((kind) => [kind, text.kind[kind]] as const)}
            onChange={(kind) => onChange({ kind })}
          />
        )}
        <Order sort={listing.sort} onChange={(sort) => onChange({ sort })} />
      </div>
    </div>
  );
}

interface ChooserProps<T extends string> {
  label: string;
  any: string;
  icon: ReactNode;
  value: T | null;
  options: readonly (readonly [value: T, label: string])[];
  onChange: (value: T | null) => void;
}

/** A filter: one of a few, or any. */
function Chooser<T extends string>({ label, any, icon: mark, value, options, onChange }: ChooserProps<T>) {
  const chosen = options.find(([one]) => one === value)?.[1] ?? value;
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <Button small icon={mark} data-on={value !== null || undefined} className={styles.chooser ?? ''}>
          {chosen ?? label}
          <IconChevronDown {...icon} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={label}>
        {[[null, any] as const, ...options].map(([one, name]) => (
          <Menu.RadioItem
            key={name}
            value={one ?? ''}
            checked={one === value}
            checkIcon={<IconCheck {...icon} />}
            closeMenuOnClick
            onChange={() => onChange(one)}
          >
            {name}
          </Menu.RadioItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Order({ sort, onChange }: { sort: Sort; onChange: (sort: Sort) => void }) {
  return (
    <Menu position="bottom-end" width={160}>
      <Menu.Target>
        <Button small aria-label={words.sortBy(words.sort[sort])} className={styles.chooser ?? ''}>
          {words.sort[sort]}
          <IconArrowUp {...icon} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={words.order}>
        {SORTS.map((one) => (
          <Menu.RadioItem
            key={one}
            value={one}
            checked={one === sort}
            checkIcon={<IconCheck {...icon} />}
            closeMenuOnClick
            onChange={() => onChange(one)}
          >
            {words.sort[one]}
          </Menu.RadioItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface TabProps {
  view: View;
  jobs: readonly JobSummary[];
  isCounted: boolean;
  on: boolean;
  onPick: () => void;
}

function ViewTab({ view, jobs, isCounted, on, onPick }: TabProps) {
  // Time alone ends a pause, and nothing else.
  const within = useMemo(
    () => jobs.filter((job) => (view === 'paused' ? job.pause !== null : inView(job, view, 0))),
    [jobs, view],
  );
  const count = useTick((now) =>
    view === 'paused' ? within.filter((job) => isPaused(job, now)).length : within.length,
  );
  const mark = MARKS[view];
  return (
    <button type="button" aria-pressed={on} className={styles.tab} onClick={onPick}>
      {mark && <StatusMark mark={mark} label={null} />}
      {words[view]}
      {isCounted && <span>{count}</span>}
    </button>
  );
}
