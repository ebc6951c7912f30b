import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

const FOLDER = fileURLToPath(new URL('pictures', import.meta.url));
const MADE_WITH = join(FOLDER, 'made-with.json');
/** How different in colour two pixels may be, of 1: less than an eye sees. */
const THRESHOLD = 0.1;
/** Share of pixels that may differ: a figure that is another, not a line that moved. */
const TOLERANCE = 0.005;

/** True under `npm run pictures`: what is seen becomes what is wanted. */
export const updating = process.env.BELFRY_UPDATE_PICTURES !== undefined;

/** What draws the pictures; another one draws letters differently. */
export interface Painter {
  electron: string;
  platform: string;
}

/** Why the kept pictures cannot be compared with what this painter draws, or null when they can. */
export function otherPainter({ electron, platform }: Painter): string | null {
  if (!existsSync(MADE_WITH)) return 'No pictures are kept. npm run pictures makes them.';
  const kept = JSON.parse(readFileSync(MADE_WITH, 'utf8')) as Painter;
  if (kept.electron === electron && kept.platform === platform) return null;
  return (
    `The kept pictures were drawn by Electron ${kept.electron} on ${kept.platform}, not by ${electron} on ` +
    `${platform}: not compared. npm run pictures makes them anew; look at them before they are kept.`
  );
}

/** Notes who drew the pictures that are being kept. */
export function keepPainter(painter: Painter): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(MADE_WITH, `${JSON.stringify(painter, null, 2)}\n`);
}

/**
 * Compares a screenshot (PNG) with the kept picture of that name. Returns what is wrong, or null; then NAME.seen.png
 * and NAME.difference.png lie beside the kept one.
 */
export function difference(name: string, screenshot: Buffer): string | null {
  const file = (ending: string) => join(FOLDER, `${name}${ending}.png`);
  const seen = PNG.sync.read(screenshot);
  if (updating) {
    writeFileSync(file(''), encode(seen));
    return null;
  }
  if (!existsSync(file(''))) return `${name}: no picture is kept. npm run pictures makes it.`;
  const kept = PNG.sync.read(readFileSync(file('')));
  const { width, height } = kept;
  const found = compare(kept, seen);
  for (const ending of ['.seen', '.difference']) rmSync(file(ending), { force: true });
  if (found.share <= TOLERANCE) return null;
  writeFileSync(file('.seen'), encode(seen));
  if (found.picture) writeFileSync(file('.difference'), encode(found.picture));
  if (!found.picture) return `${name}: ${seen.width}×${seen.height} instead of ${width}×${height}.`;
  const percent = (share: number) => `${(share * 100).toFixed(2)} %`;
  return `${name}: ${percent(found.share)} of pixels differ, ${percent(TOLERANCE)} may. See ${file('.difference')}`;
}

function compare(kept: PNG, seen: PNG): { share: number; picture: PNG | null } {
  const { width, height } = kept;
  if (seen.width !== width || seen.height !== height) return { share: 1, picture: null };
  const picture = new PNG({ width, height });
  const count = pixelmatch(kept.data, seen.data, picture.data, width, height, { threshold: THRESHOLD });
  return { share: count / (width * height), picture };
}

/** Small, since they are kept with the sources: in 17 shades a channel, which differ by less than THRESHOLD. */
function encode({ width, height, data }: PNG): Buffer {
  const coarse = new PNG({ width, height });
  for (const [at, shade] of data.entries()) coarse.data[at] = Math.min(255, Math.round(shade / SHADE) * SHADE);
  return PNG.sync.write(coarse, { colorType: 2, deflateLevel: 9, deflateStrategy: 0, filterType: 0 });
}
const SHADE = 16;
