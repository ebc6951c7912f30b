import { useSearch } from 'wouter';
import { usePathname } from 'wouter/use-browser-location';
import { navigate } from '../state/navigation.ts';

type Changes = Record<string, string | number | null | undefined>;

/** The URL's query, and a way to change parts of it in place; null or '' takes a part out. */
export function useParams(): [URLSearchParams, (changes: Changes) => void] {
  const search = useSearch();
  const path = usePathname();
  const params = new URLSearchParams(search);
  const change = (changes: Changes) => navigate(withParams(path, params, changes), { replace: true });
  return [params, change];
}

export function withParams(path: string, params: URLSearchParams, changes: Changes): string {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === '') next.delete(name);
    else next.set(name, String(value));
  }
  const query = next.toString();
  return query ? `${path}?${query}` : path;
}

/** A whole number from the query; null for anything else. */
export function idParam(params: URLSearchParams, name: string): number | null {
  const text = params.get(name) ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
