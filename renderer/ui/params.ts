import { useSearch } from 'wouter';
import { usePathname } from 'wouter/use-browser-location';
import { navigate } from '../state/navigation.ts';
import { withParams } from './address.ts';

type Changes = Parameters<typeof withParams>[2];

/** The URL's query, and a way to change parts of it, in place or as a step that Back undoes; null or '' takes a part out. */
export function useParams(): [URLSearchParams, (changes: Changes, how?: { step: boolean }) => void] {
  const search = useSearch();
  const path = usePathname();
  const params = new URLSearchParams(search);
  return [params, (changes, how) => navigate(withParams(path, params, changes), { replace: !how?.step })];
}
