/** The scheme of links to Belfry: `belfry://job/NAME`, `belfry://run/ID`, `belfry://history`, `belfry://settings`. */
export const LINK_SCHEME = 'belfry';

/** Looks up a job by id or name; null when there is none. */
export type FindJob = (ref: string) => Promise<{ id: number } | null>;

/** The link among the arguments of a start, as Linux and Windows give it; undefined when there is none. */
export function linkAmong(argv: readonly string[]): string | undefined {
  return argv.find((argument) => argument.toLowerCase().startsWith(`${LINK_SCHEME}://`));
}

/** The place in the window that a link means. What is not understood or not there leads to the nearest list. */
export async function placeOf(link: string, findJob: FindJob): Promise<string> {
  if (!URL.canParse(link)) return '/';
  const { host, pathname } = new URL(link);
  const rest = decoded(pathname).replace(/^\/+|\/+$/g, '');
  switch (host.toLowerCase()) {
    case 'job': {
      if (rest === '') return '/jobs';
      const job = await findJob(rest);
      // The list says that no job matches, and what it is that none does.
      return job ? `/jobs/${job.id}` : `/jobs?filter=${encodeURIComponent(rest)}`;
    }
    case 'run':
      return /^\d{1,15}$/.test(rest) ? `/history?run=${Number(rest)}` : '/history';
    case 'jobs':
    case 'history':
    case 'settings':
      return `/${host.toLowerCase()}`;
    default:
      return '/';
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '';
  }
}
