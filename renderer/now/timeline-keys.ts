import { closestInTime, type Mark } from './timeline-geometry.ts';

/** Where the keyboard is: a lane, and one of its marks; null = the lane's job. */
export interface Place {
  lane: number;
  key: string | null;
}

/**
 * Where an arrow key leads from `place`; null when it leads nowhere. `marksOf` gives the marks of a lane, left to
 * right. A step to another lane keeps to the same time, `at` (epoch ms).
 */
export function step(
  place: Place,
  pressed: string,
  lanes: number,
  at: number,
  marksOf: (lane: number) => readonly Mark[],
): Place | null {
  const marks = marksOf(place.lane);
  const index = marks.findIndex(({ key }) => key === place.key);
  const along = (to: number): Place | null => (marks[to] ? { lane: place.lane, key: marks[to].key } : null);
  const across = (lane: number): Place | null => {
    if (lane < 0 || lane >= lanes || lane === place.lane) return null;
    const others = marksOf(lane);
    return { lane, key: others[closestInTime(others, at)]?.key ?? null };
  };
  switch (pressed) {
    case 'ArrowRight':
      return along(index + 1);
    case 'ArrowLeft':
      return index > 0 ? along(index - 1) : index === 0 ? { lane: place.lane, key: null } : null;
    case 'Home':
      return along(0);
    case 'End':
      return along(marks.length - 1);
    case 'ArrowDown':
      return across(place.lane + 1);
    case 'ArrowUp':
      return across(place.lane - 1);
    case 'PageDown':
      return across(Math.min(lanes - 1, place.lane + 10));
    case 'PageUp':
      return across(Math.max(0, place.lane - 10));
    default:
      return null;
  }
}
