import type { Settings } from '#contract/settings.ts';
import { saveSettings } from './actions.ts';
import { client, keys } from './queries.ts';

/** Sizes of the window's contents on offer, in per cent. */
export const ZOOMS = [50, 67, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300] as const;

/** The next larger (+1) or smaller (-1) size than `zoom`, within what is offered. */
export function nextZoom(zoom: number, by: 1 | -1): number {
  const beyond = by > 0 ? ZOOMS.find((one) => one > zoom) : ZOOMS.findLast((one) => one < zoom);
  return beyond ?? zoom;
}

export function zoomBy(by: 1 | -1): void {
  const zoom = client.getQueryData<Settings>(keys.settings)?.zoom ?? 100;
  const next = nextZoom(zoom, by);
  if (next !== zoom) void saveSettings({ zoom: next });
}

export const resetZoom = (): void => void saveSettings({ zoom: 100 });
