import { describe, expect, it } from 'vitest';
import { windowPlaces } from '#contract/window-place.ts';
import { placeFor, remember } from '#desktop/window-place.ts';

const laptop = { id: 1, workArea: { x: 0, y: 24, width: 1440, height: 876 } };
const monitor = { id: 7, workArea: { x: 1440, y: 0, width: 2560, height: 1440 } };
const none = windowPlaces.parse({});
const place = { x: 100, y: 80, width: 1280, height: 800, maximized: false };

describe('the place of the window', () => {
  it('is nobody’s on a first start', () => {
    expect(placeFor(none, [laptop, monitor])).toBeNull();
  });

  it('is the one on the display it last stood on, while that is there', () => {
    const onMonitor = { ...place, x: 1600 };
    const both = remember(remember(none, 1, place), 7, onMonitor);
    expect(placeFor(both, [laptop, monitor])).toEqual(onMonitor);
    expect(placeFor(both, [laptop])).toEqual(place);
  });

  it('stays unknown on a display the window has never stood on', () => {
    expect(placeFor(remember(none, 7, place), [laptop])).toBeNull();
  });

  it.each([
    ['beyond the right and lower edge', { x: 1300, y: 700 }, { x: 160, y: 100 }],
    ['beyond the left and upper edge', { x: -900, y: -50 }, { x: 0, y: 24 }],
    ['larger than the display', { x: 50, y: 30, width: 4000, height: 3000 }, { x: 0, y: 24, width: 1440, height: 876 }],
  ])('is brought back into view from %s', (_, moved, seen) => {
    const kept = remember(none, 1, { ...place, ...moved, maximized: true });
    expect(placeFor(kept, [laptop])).toEqual({ ...place, ...seen, maximized: true });
  });
});
