import {
  IconAlertTriangle,
  IconClock,
  IconHistory,
  IconListDetails,
  IconPlayerPause,
  IconPlayerPlay,
  IconSearch,
  IconSettings,
} from '@tabler/icons-react';
import { type ComponentType, useMemo } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import type { JobSummary } from '#contract/job.ts';
import { onMac } from '../api.ts';
import { failure, isPaused, isSample, tagCounts } from '../state/job-facts.ts';
import { showOverlay } from '../state/overlay.ts';
import { useJobs } from '../state/queries.ts';
import { useAttention } from '../state/timeline.ts';
import { BelfryMark } from '../ui/BelfryMark.tsx';
import { Keys } from '../ui/Keys.tsx';
import { useTick } from '../ui/ticker.ts';
import { SchedulerState } from './SchedulerState.tsx';
import styles from './shell.module.css';
import { words } from './text.ts';

type Icon = ComponentType<{ size: number; stroke: number; 'aria-hidden': boolean }>;

const NO_JOBS: JobSummary[] = [];

/** What changes with the jobs; `held` have a pause, which time may have ended. */
const factsOf = (jobs: readonly JobSummary[]) => ({
  failing: jobs.filter((job) => failure(job) !== null).length,
  running: jobs.filter((job) => job.live.length > 0).length,
  held: jobs.filter((job) => job.pause !== null),
  tags: tagCounts(jobs),
  // Until there is a job of one's own, there is nothing to choose from.
  own: jobs.some((job) => !isSample(job)),
});

/** Places, views of the jobs, tags, and the scheduler's state. */
export function Sidebar() {
  const { data } = useJobs();
  const jobs = data ?? NO_JOBS;
  const attention = useAttention().data?.length ?? 0;
  const { failing, running, held, tags, own } = useMemo(() => factsOf(jobs), [jobs]);
  const paused = useTick((now) => held.filter((job) => isPaused(job, now)).length);
  return (
    <nav className={styles.sidebar} aria-label={words.navigation}>
      <div className={styles.brand}>
        {!onMac() && (
          <>
            <BelfryMark />
            <span>{words.name}</span>
          </>
        )}
      </div>
      <button type="button" className={styles.seek} title={words.seek} onClick={() => showOverlay('palette')}>
        <IconSearch size={14} stroke={1.5} aria-hidden />
        <span className={`${styles.label} cut`}>{words.seek}</span>
        <Keys keys="Mod K" />
      </button>
      <div className={styles.places}>
        <Place to="/" icon={IconClock} label={words.now} count={attention || undefined} alarm />
        <Place to="/jobs" icon={IconListDetails} label={words.jobs} count={data?.length} />
        <Place to="/history" icon={IconHistory} label={words.history} />
        {own && (
          <>
            <h2>{words.views}</h2>
            <Place to="/jobs?view=running" icon={IconPlayerPlay} label={words.running} count={running} />
            <Place to="/jobs?view=failing" icon={IconAlertTriangle} label={words.failing} count={failing} />
            <Place to="/jobs?view=paused" icon={IconPlayerPause} label={words.paused} count={paused} />
          </>
        )}
        {own && tags.length > 0 && <h2 className={styles.tagHeading}>{words.tags}</h2>}
        {own &&
          tags.map(([tag, count]) => (
            <Place key={tag} to={`/jobs?tag=${encodeURIComponent(tag)}`} label={tag} count={count} />
          ))}
        <div className={styles.last}>
          <Place to="/settings" icon={IconSettings} label={words.settings} />
        </div>
      </div>
      <SchedulerState />
    </nav>
  );
}

interface PlaceProps {
  to: string;
  /** Absent for tags, which have their sign. */
  icon?: Icon;
  label: string;
  count?: number | undefined;
  alarm?: boolean;
}

function Place({ to, icon: Icon, label, count, alarm }: PlaceProps) {
  const here = isHere(to, useLocation()[0], useSearch());
  return (
    <Link
      href={to}
      className={styles.place}
      aria-current={here ? 'page' : undefined}
      title={label}
      data-view={to.includes('?') || undefined}
      data-tag={Icon === undefined || undefined}
    >
      {Icon ? (
        <Icon size={16} stroke={1.5} aria-hidden />
      ) : (
        <span className={styles.hash} aria-hidden>
          #
        </span>
      )}
      <span className={`${styles.label} cut`}>{label}</span>
      {count !== undefined && <span className={alarm ? styles.alarm : styles.count}>{count}</span>}
    </Link>
  );
}

/** Exactly one place is current: a view or tag rather than all jobs. */
function isHere(to: string, path: string, search: string): boolean {
  const [place, query = ''] = to.split('?');
  if (place !== '/jobs') return place === '/' ? path === '/' : path.startsWith(place ?? to);
  if (!path.startsWith('/jobs')) return false;
  const params = new URLSearchParams(search);
  if (query === '') return !params.has('view') && !params.has('tag');
  return [...new URLSearchParams(query)].every(([key, value]) => params.get(key) === value);
}
