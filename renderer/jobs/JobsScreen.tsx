import { Fragment, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useSearch } from 'wouter';
import type { JobSummary } from '#contract/job.ts';
import { keyOf } from '../keys/table.ts';
import { NewJobButton } from '../shell/NewJobButton.tsx';
import { Screen } from '../shell/Screen.tsx';
import { navigate } from '../state/navigation.ts';
import { useJobs, useScheduler } from '../state/queries.ts';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Keys } from '../ui/Keys.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { text } from '../ui/text.ts';
import { useTick } from '../ui/ticker.ts';
import { BulkBar } from './BulkBar.tsx';
import detail from './detail.module.css';
import { holdOrder, inListing, type Listing, listingSearch, listJobs, parseListing } from './filter.ts';
import { GonePane } from './GonePane.tsx';
import { JobDetail } from './JobDetail.tsx';
import { JobGrid } from './JobGrid.tsx';
import styles from './jobs.module.css';
import { useSelection } from './selection.ts';
import { words } from './text.ts';
import { ViewTabs } from './ViewTabs.tsx';

const MINUTE = 60_000;
const GONE_MS = 400;

/** All jobs as a dense list, and one of them beside it. */
export function JobsScreen({ selected }: { selected: number | null }) {
  const search = useSearch();
  const listing = useMemo(() => parseListing(search), [search]);
  const { data: jobs, error, refetch } = useJobs();
  const [held, hold] = useState(false);
  const rows = useRows(useDeferredValue(jobs), listing, held);
  const job = selected === null ? undefined : jobs?.find(({ id }) => id === selected);
  const gone = useGone(jobs !== undefined && selected !== null && !job ? selected : null);
  const show = (changes: Partial<Listing>) =>
    navigate(`/jobs${selected === null ? '' : `/${selected}`}${listingSearch({ ...listing, ...changes })}`, {
      replace: true,
    });
  const open = (id: number | null) => navigate(`/jobs${id === null ? '' : `/${id}`}${listingSearch(listing)}`);
  const selection = useSelection(useMemo(() => rows?.map(({ id }) => id) ?? [], [rows]));
  const chosen = selection.ids.size > 0 ? (rows?.filter(({ id }) => selection.ids.has(id)) ?? []) : [];
  const armed = useScheduler().data?.armed ?? 0;
  return (
    <Screen
      title={words.jobs}
      aside={jobs?.length}
      actions={
        <>
          <SearchField
            label={words.filter}
            value={listing.filter}
            onChange={(filter) => show({ filter })}
            width={270}
          />
          <NewJobButton />
        </>
      }
      pane={
        job ? (
          <JobDetail key={job.id} job={job} onClose={() => open(null)} />
        ) : selected !== null && rows === undefined && !error ? (
          <LoadingPane />
        ) : (
          gone && selected !== null && <GonePane key={selected} id={selected} onClose={() => open(null)} />
        )
      }
      foot={jobs && words.summary(jobs.length, armed)}
      footRight={<Hints />}
    >
      {chosen.length > 0 ? (
        <BulkBar chosen={chosen} jobs={jobs ?? []} onClear={selection.clear} />
      ) : (
        <ViewTabs jobs={jobs} listing={listing} onChange={show} />
      )}
      {error && <Failure what={words.notRead} error={error} onAgain={() => void refetch()} />}
      {rows === undefined ? (
        !error && <SkeletonRows rows={12} height={44} />
      ) : rows.length === 0 ? (
        <Nothing listing={listing} onClear={() => show({ filter: '', tag: null, kind: null, view: 'all' })} />
      ) : (
        <JobGrid
          rows={rows}
          selected={job?.id ?? null}
          selection={selection}
          listing={listing}
          onOpen={open}
          onSort={(sort) => show({ sort })}
          onHold={hold}
        />
      )}
    </Screen>
  );
}

/** The job's place is kept while the jobs are read, so that the list does not jump. */
function LoadingPane() {
  return (
    <aside className={detail.pane} aria-label={text.loading}>
      <SkeletonRows rows={6} height={44} />
    </aside>
  );
}

/** Whether a job has been missing for a while: one that was just made is told of a moment later. Null = none is missing. */
function useGone(missing: number | null): boolean {
  const [gone, setGone] = useState<number | null>(null);
  useEffect(() => {
    if (missing === null) return;
    const timer = setTimeout(() => setGone(missing), GONE_MS);
    return () => clearTimeout(timer);
  }, [missing]);
  return missing !== null && gone === missing;
}

/** The rows of a listing; while `held` they stay where they are, so that none moves under the pointer. */
function useRows(jobs: JobSummary[] | undefined, listing: Listing, held: boolean): JobSummary[] | undefined {
  // Time alone ends a pause, and nothing else.
  const minute = useTick((now) => (listing.view === 'paused' ? Math.floor(now / MINUTE) : 0));
  const order = useRef<{ listing: Listing; ids: number[] } | null>(null);
  const rows = useMemo(() => {
    if (!jobs) return undefined;
    const before = order.current;
    const now = (minute + 1) * MINUTE;
    // What is nearly in order already is sorted in a tenth of the time.
    const known = before ? holdOrder(jobs, before.ids) : jobs;
    return held && before?.listing === listing ? inListing(known, listing, now) : listJobs(known, listing, now);
  }, [jobs, listing, held, minute]);
  useEffect(() => {
    if (rows) order.current = { listing, ids: rows.map(({ id }) => id) };
  }, [rows, listing]);
  return rows;
}

function Nothing({ listing, onClear }: { listing: Listing; onClear: () => void }) {
  const kind = listing.kind && text.kind[listing.kind];
  const filter = [listing.tag && `#${listing.tag}`, kind, listing.filter].filter(Boolean).join(' ');
  return (
    <p className={styles.nothing}>
      {filter ? words.noMatch(filter) : words.noneHere[listing.view]}
      {filter || listing.view !== 'all' ? (
        <Button small onClick={onClear}>
          {filter ? words.clearFilter : words.showAll}
        </Button>
      ) : (
        <Button small onClick={() => navigate('/')}>
          {words.makeOne}
        </Button>
      )}
    </p>
  );
}

const HINTS = [
  ['Enter', words.hint.open],
  [keyOf('run'), words.hint.run],
  [keyOf('edit'), words.hint.edit],
  [keyOf('on'), words.hint.onOff],
] as const;

function Hints() {
  return (
    <span className={styles.hints}>
      <Keys keys="↑ ↓" /> {words.hint.move}
      {HINTS.map(([key, hint]) => (
        <Fragment key={hint}>
          <Keys keys={key} /> {hint}
        </Fragment>
      ))}
    </span>
  );
}
