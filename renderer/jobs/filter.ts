import type { ActionKind } from '#contract/action.ts';
import type { JobSummary } from '#contract/job.ts';
import { inView, type View } from '../state/job-facts.ts';
import { placeOf } from '../state/run-pages.ts';
import { text } from '../ui/text.ts';
import { actionLine } from './action-words.ts';

const SORTS = ['next', 'name', 'last'] as const;
export type Sort = (typeof SORTS)[number];

/** What of the list is shown, as its address holds it. */
export interface Listing {
  view: View;
  filter: string;
  tag: string | null;
  kind: ActionKind | null;
  sort: Sort;
}

const VIEWS: readonly string[] = ['running', 'failing', 'paused'];
export const KINDS = Object.keys(text.kind) as ActionKind[];

/** Reads the address's search part. */
export function parseListing(search: string): Listing {
  const params = new URLSearchParams(search);
  const view = params.get('view') ?? '';
  return {
    view: VIEWS.includes(view) ? (view as View) : 'all',
    filter: params.get('filter') ?? '',
    tag: params.get('tag'),
    kind: KINDS.find((kind) => kind === params.get('kind')) ?? null,
    sort: SORTS.find((sort) => sort === params.get('sort')) ?? 'next',
  };
}

/** The search part of a listing's address, with its ?, or nothing for the plain list. */
export function listingSearch({ view, filter, tag, kind, sort }: Listing): string {
  const params = new URLSearchParams();
  if (view !== 'all') params.set('view', view);
  if (tag !== null) params.set('tag', tag);
  if (kind !== null) params.set('kind', kind);
  if (filter !== '') params.set('filter', filter);
  if (sort !== 'next') params.set('sort', sort);
  const search = params.toString();
  return search === '' ? '' : `?${search}`;
}

/** Every word must occur in the name or command; a word with # must begin one of the tags. */
function matcher(filter: string): (job: JobSummary) => boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return () => true;
  return (job) => {
    const said = `${job.name}\n${actionLine(job.action)}`.toLowerCase();
    return words.every((word) =>
      word.startsWith('#') ? job.tags.some((tag) => tag.toLowerCase().startsWith(word.slice(1))) : said.includes(word),
    );
  };
}

/** The jobs of a listing, as they come. */
export function inListing(jobs: readonly JobSummary[], listing: Listing, now: number): JobSummary[] {
  const matches = matcher(listing.filter);
  return jobs.filter(
    (job) =>
      inView(job, listing.view, now) &&
      (listing.tag === null || job.tags.includes(listing.tag)) &&
      (listing.kind === null || job.action.kind === listing.kind) &&
      matches(job),
  );
}

/** The jobs of a listing, in its order. */
export const listJobs = (jobs: readonly JobSummary[], listing: Listing, now: number): JobSummary[] =>
  inListing(jobs, listing, now).sort({ next: byNext, name: byName, last: byLast }[listing.sort]);

const collator = new Intl.Collator(undefined, { numeric: true });
const byName = (a: JobSummary, b: JobSummary) => collator.compare(a.name, b.name);
const NEVER = Number.MAX_SAFE_INTEGER;
/** Off last, then what has no next run, then the soonest first. */
const byNext = (a: JobSummary, b: JobSummary) =>
  Number(b.enabled) - Number(a.enabled) || (a.nextRunAt ?? NEVER) - (b.nextRunAt ?? NEVER) || byName(a, b);
/** What runs first, then the latest. */
const byLast = (a: JobSummary, b: JobSummary) => lastAt(b) - lastAt(a) || byName(a, b);
const lastAt = ({ live, lastRun }: JobSummary) => (live.length > 0 ? NEVER : lastRun ? placeOf(lastRun) : 0);

/** Keeps rows where they were: known ids in `order`, new ones after them, gone ones out. */
export function holdOrder<T extends { id: number }>(rows: readonly T[], order: readonly number[]): T[] {
  const fresh = new Map(rows.map((row) => [row.id, row]));
  const known = order.flatMap((id) => {
    const row = fresh.get(id);
    fresh.delete(id);
    return row ?? [];
  });
  return [...known, ...fresh.values()];
}
