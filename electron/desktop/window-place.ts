import type { WindowPlace, WindowPlaces } from '#contract/window-place.ts';

interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A display as Electron tells it: `workArea` is what no panel covers. */
export interface Screen {
  id: number;
  workArea: Rectangle;
}

/**
 * Where to open the window: as it last stood on the display it was on, or else on the first of `screens` (the primary
 * one) that it has stood on, moved and shrunk so that all of it can be seen. null = never stood on any of them.
 */
export function placeFor({ last, byDisplay }: WindowPlaces, screens: readonly Screen[]): WindowPlace | null {
  const order = [...screens].sort((a, b) => Number(String(b.id) === last) - Number(String(a.id) === last));
  const screen = order.find(({ id }) => byDisplay[id] !== undefined);
  const place = screen && byDisplay[screen.id];
  return place ? { ...within(place, screen.workArea), maximized: place.maximized } : null;
}

/** The places with `place` as the one of display `id`, where the window now is. */
export function remember(places: WindowPlaces, id: number, place: WindowPlace): WindowPlaces {
  return { last: String(id), byDisplay: { ...places.byDisplay, [id]: place } };
}

function within(place: Rectangle, area: Rectangle): Rectangle {
  const width = Math.min(place.width, area.width);
  const height = Math.min(place.height, area.height);
  return {
    x: Math.min(Math.max(place.x, area.x), area.x + area.width - width),
    y: Math.min(Math.max(place.y, area.y), area.y + area.height - height),
    width,
    height,
  };
}
