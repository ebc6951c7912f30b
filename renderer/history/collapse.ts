import { useState } from 'react';

const KEY = 'belfry.history.each';

/** Whether repeats are one row. A habit of this window: it is remembered here, and losing it loses nothing. */
export function useCollapse(): [boolean, (on: boolean) => void] {
  const [on, set] = useState(() => localStorage.getItem(KEY) === null);
  return [
    on,
    (wanted) => {
      if (wanted) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, '1');
      set(wanted);
    },
  ];
}
