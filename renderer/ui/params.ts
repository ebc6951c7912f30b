import { useSearch } from 'wouter';
import { usePathname } from 'wouter/use-browser-location';
import { navigate } from '../state/navigation.ts';
import { withParams } from './address.ts';

/** The URL's query, and a way to change parts of it in place; null or '' takes a part out. */
export function useParams(): [URLSearchParams, (changes: Parameters<typeof withParams>[2]) => void] {
  const search = useSearch();
  const path = usePathname();
  const params = new URLSearchParams(search);
  return [params, (changes) => navigate(withParams(path, params, changes), { replace: true })];
}
